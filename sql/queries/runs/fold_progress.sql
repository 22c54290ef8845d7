-- sql/queries/runs/fold_progress.sql: sums the counters of the jobs of runs $1 into the runs, unless these are final; those whose counters changed come back, with
-- their kinds.
WITH summed AS MATERIALIZED (
    SELECT r.id, s.counters, s.started_at, r.counters IS DISTINCT FROM s.counters AS is_news
      FROM refinery.runs r
      JOIN refinery.run_counters s ON s.run_id = r.id
     WHERE r.id = ANY ($1::uuid[]) AND r.jobs_pruned_at IS NULL
), folded AS (
    UPDATE refinery.runs r
       SET counters = s.counters, started_at = coalesce(r.started_at, s.started_at)
      FROM summed s
     WHERE r.id = s.id AND (s.is_news OR (r.started_at IS NULL AND s.started_at IS NOT NULL))
    RETURNING r.id, r.kind, s.is_news
)
SELECT id, kind FROM folded WHERE is_news
