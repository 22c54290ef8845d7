-- sql/queries/enrichment/lock_questions.sql: locks questions $5, in order, for job $1 with token $2, worker $3 and run $4; none when the lease was lost. The
-- statement after it in the transaction then sees what whoever held them before has written. Questions first, then the job, then the budget is the
-- order of all who need several.
WITH job AS MATERIALIZED (
    SELECT j.id FROM refinery.jobs j WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
)
SELECT e.id
  FROM refinery.enrichments e
 WHERE e.id = ANY ($5::bigint[]) AND (SELECT count(*) FROM job) = 1
 ORDER BY e.id
   FOR NO KEY UPDATE
