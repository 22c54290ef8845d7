-- sql/queries/dashboard/list_timeline.sql: the newest events of run $1, or null of all, that are no mere progress, at most $2, newest first.
SELECT e.seq, e.run_id, refinery_internal.event_payload(e)
  FROM refinery.events e
 WHERE ($1::uuid IS NULL OR e.run_id = $1::uuid) AND e.kind NOT LIKE '%\_progress'
 ORDER BY e.seq DESC
 LIMIT $2::int
