-- sql/queries/jobs/release_worker_jobs.sql: gives back whatever worker $1 holds of stage $2, without costing an attempt.
-- For a worker that holds nothing as far as it knows: a claim whose answer was lost with its connection, or jobs that could
-- not be given back. Nobody else would ever take them, for the worker lives.
WITH looked AS MATERIALIZED (
    SELECT r.id, r.status
      FROM refinery.runs r
     WHERE r.id IN (SELECT j.run_id FROM refinery.jobs j WHERE j.worker_id = $1::uuid AND j.state = 'claimed')
     ORDER BY r.id
       FOR SHARE
)
UPDATE refinery.jobs j
   SET state = CASE WHEN r.status = 'paused' THEN 'waiting' ELSE 'ready' END,
       attempt = j.attempt - 1,
       worker_id = NULL,
       claimed_at = NULL
  FROM looked r
 WHERE j.worker_id = $1::uuid AND j.state = 'claimed' AND j.stage = $2::text AND r.id = j.run_id
RETURNING j.id
