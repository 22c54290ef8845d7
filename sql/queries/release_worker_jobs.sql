-- sql/queries/release_worker_jobs.sql: gives back whatever worker $1 holds of stage $2, without costing an attempt.
-- For a worker that holds nothing as far as it knows: a claim whose answer was lost with its connection, or jobs that could
-- not be given back. Nobody else would ever take them, for the worker lives.
WITH looked AS MATERIALIZED (
    SELECT i.id, i.status
      FROM refinery.imports i
     WHERE i.id IN (SELECT j.import_id FROM refinery.jobs j WHERE j.worker_id = $1::uuid AND j.state = 'claimed')
     ORDER BY i.number
       FOR SHARE
)
UPDATE refinery.jobs j
   SET state = CASE WHEN i.status = 'paused' THEN 'waiting' ELSE 'ready' END,
       attempt = j.attempt - 1,
       worker_id = NULL,
       claimed_at = NULL
  FROM looked i
 WHERE j.worker_id = $1::uuid AND j.state = 'claimed' AND j.stage = $2::text AND i.id = j.import_id
RETURNING j.id
