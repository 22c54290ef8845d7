-- sql/queries/prune_jobs.sql: deletes at most $2 jobs of import $1, whose pruning has begun; says how many were deleted.
WITH pick AS MATERIALIZED (
    SELECT j.id
      FROM refinery.jobs j
      JOIN refinery.imports i ON i.id = j.import_id
     WHERE j.import_id = $1::uuid AND i.jobs_pruned_at IS NOT NULL
     LIMIT $2::int
), deleted AS (
    DELETE FROM refinery.jobs j USING pick WHERE j.id = pick.id RETURNING j.id
)
SELECT count(*) FROM deleted
