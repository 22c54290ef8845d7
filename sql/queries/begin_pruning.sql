-- sql/queries/begin_pruning.sql: from now on the counters of import $1 are final: its jobs may go.
-- No row back means that the import runs again. Retry and cancel look at jobs_pruned_at under the same row lock.
UPDATE refinery.imports
   SET jobs_pruned_at = coalesce(jobs_pruned_at, clock_timestamp())
 WHERE id = $1::uuid AND status IN ('completed', 'failed', 'cancelled', 'undone')
RETURNING id
