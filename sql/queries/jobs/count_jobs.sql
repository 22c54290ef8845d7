-- sql/queries/jobs/count_jobs.sql: jobs of run $1 by stage and state.
SELECT stage, state, count(*) FROM refinery.jobs WHERE run_id = $1::uuid GROUP BY stage, state ORDER BY stage, state
