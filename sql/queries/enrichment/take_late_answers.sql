-- sql/queries/enrichment/take_late_answers.sql: of questions $1, those whose late answer is worth to fetch now, or was sent; nobody else fetches them for the next $2 seconds.
WITH due AS MATERIALIZED (
    SELECT e.id
      FROM refinery.enrichments e
     WHERE e.id = ANY ($1::bigint[]) AND e.state = 'pending' AND (e.collect_at <= clock_timestamp() OR e.callback IS NOT NULL)
     ORDER BY e.id
       FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE refinery.enrichments e
   SET collect_at = clock_timestamp() + make_interval(secs => $2::int)
  FROM due
 WHERE e.id = due.id
RETURNING e.id, e.pending_token, e.callback_key, e.callback_token, e.callback, e.result::text, coalesce(e.collect_until < clock_timestamp(), false)
