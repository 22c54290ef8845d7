-- sql/queries/campaigns/postpone_push_job.sql: push job $1 with token $2, worker $3 and run $4 waits for its destination for $5 seconds, without costing an attempt, so that its
-- worker can send elsewhere. The run is locked, so that nobody pauses or resumes it between the look and the change. No row: the lease was lost.
WITH looked AS MATERIALIZED (
    SELECT r.id, r.status FROM refinery.runs r WHERE r.id = $4::uuid FOR SHARE
)
UPDATE refinery.jobs j
   SET state = 'waiting', attempt = j.attempt - 1, worker_id = NULL, claimed_at = NULL,
       ready_at = CASE WHEN l.status = 'running' THEN clock_timestamp() + make_interval(secs => $5::float8) END
  FROM looked l
 WHERE l.id = j.run_id
   AND j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
RETURNING j.id
