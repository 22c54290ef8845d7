-- sql/queries/retention/prune_jobs.sql: deletes at most $2 jobs of run $1, whose pruning has begun; says how many were deleted.
WITH pick AS MATERIALIZED (
    SELECT j.id
      FROM refinery.jobs j
      JOIN refinery.runs r ON r.id = j.run_id
     WHERE j.run_id = $1::uuid AND r.jobs_pruned_at IS NOT NULL
     LIMIT $2::int
), deleted AS (
    DELETE FROM refinery.jobs j USING pick WHERE j.id = pick.id RETURNING j.id
)
SELECT count(*) FROM deleted
