-- sql/queries/runs/find_runs_under_way.sql: which of the runs $1 still have jobs under way.
SELECT DISTINCT run_id FROM refinery.jobs WHERE run_id = ANY ($1::uuid[]) AND state = 'claimed'
