-- sql/queries/retention/begin_pruning.sql: from now on the counters of run $1 are final: its jobs may go.
-- No row back means that the run goes on. Retry and cancel look at jobs_pruned_at under the same row lock.
UPDATE refinery.runs
   SET jobs_pruned_at = coalesce(jobs_pruned_at, clock_timestamp())
 WHERE id = $1::uuid AND status IN ('completed', 'failed', 'cancelled', 'undone')
RETURNING id
