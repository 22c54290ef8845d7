-- sql/queries/count_jobs.sql: jobs of import $1 by stage and state.
SELECT stage, state, count(*) FROM refinery.jobs WHERE import_id = $1::uuid GROUP BY stage, state ORDER BY stage, state
