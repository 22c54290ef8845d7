-- sql/queries/jobs/find_orphaned_claims.sql: workers that nobody knows any more and that still hold jobs, claimed longer than $1
-- milliseconds ago: the claim of a worker that was killed in its midst may commit just after the worker was forgotten. A
-- worker that lives and was taken for dead registers again within that time.
SELECT DISTINCT j.worker_id, 'worker_died'
  FROM refinery.jobs j
 WHERE j.state = 'claimed' AND j.claimed_at < clock_timestamp() - make_interval(secs => $1::int / 1000.0)
   AND NOT EXISTS (SELECT FROM refinery.workers w WHERE w.id = j.worker_id)
