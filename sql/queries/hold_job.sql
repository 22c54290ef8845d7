-- sql/queries/hold_job.sql: puts a claimed job aside without costing an attempt, until the import is resumed.
-- $1 id, $2 token.
UPDATE refinery.jobs
   SET state = 'waiting', ready_at = NULL, attempt = attempt - 1, worker_id = NULL, claimed_at = NULL
 WHERE id = $1::bigint AND token = $2::bigint AND state = 'claimed'
RETURNING id
