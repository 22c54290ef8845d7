-- sql/queries/campaigns/begin_push.sql: what push job $1 with token $2, worker $3 and run $4 sends next: $6 messages at most; $5: whether the destination knows what it has.
SELECT b.verdict, coalesce(b.wait_seconds, 0), coalesce(b.interval_seconds, 0)
  FROM refinery_internal.begin_push($1::bigint, $2::bigint, $3::uuid, $4::uuid, $5::boolean, $6::integer) AS b
