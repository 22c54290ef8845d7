-- sql/queries/finish_split_job.sql: the source is split to its end: $1 id, $2 token.
UPDATE refinery.jobs
   SET state = 'done', finished_at = clock_timestamp()
 WHERE id = $1::bigint AND token = $2::bigint AND state = 'claimed'
RETURNING id
