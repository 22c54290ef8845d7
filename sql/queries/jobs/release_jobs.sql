-- sql/queries/jobs/release_jobs.sql: gives claimed jobs back untouched, without costing an attempt.
-- $1 ids, $2 fencing tokens, $3 workers, $4 runs. A paused run's job goes back to being held; the runs are locked, so that nobody pauses
-- or resumes them between the look and the change.
WITH looked AS MATERIALIZED (
    SELECT r.id, r.status
      FROM refinery.runs r
     WHERE r.id IN (SELECT j.run_id FROM refinery.jobs j WHERE j.id = ANY ($1::bigint[]))
     ORDER BY r.id
       FOR SHARE
)
UPDATE refinery.jobs j
   SET state = CASE WHEN r.status = 'paused' THEN 'waiting' ELSE 'ready' END,
       attempt = j.attempt - 1,
       worker_id = NULL,
       claimed_at = NULL
  FROM unnest($1::bigint[], $2::bigint[], $3::uuid[], $4::uuid[]) AS f (id, token, worker_id, run_id), looked r
 WHERE j.id = f.id AND j.token = f.token AND j.worker_id = f.worker_id AND j.run_id = f.run_id AND j.state = 'claimed' AND r.id = j.run_id
RETURNING j.id
