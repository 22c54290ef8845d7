-- sql/queries/hold_job.sql: puts a claimed job aside without costing an attempt, until the import is resumed.
-- $1 id, $2 token, $3 worker, $4 import.
UPDATE refinery.jobs j
   SET state = 'waiting', ready_at = NULL, attempt = j.attempt - 1, worker_id = NULL, claimed_at = NULL
 WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.import_id = $4::uuid AND j.state = 'claimed'
RETURNING j.id
