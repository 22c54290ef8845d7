-- sql/queries/lookups/lock_numbers.sql: locks numbers $5, in order, for job $1 with token $2, worker $3 and run $4; none when the lease was lost. The
-- statement after it in the transaction then sees what whoever held them before has written, and whether the job is still
-- held. The job's row stays unlocked: numbers first, then the job, is the order of all who need both.
WITH job AS MATERIALIZED (
    SELECT j.id FROM refinery.jobs j WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
)
SELECT n.e164
  FROM refinery.numbers n
 WHERE n.e164 = ANY ($5::text[]) AND (SELECT count(*) FROM job) = 1
 ORDER BY n.e164
   FOR NO KEY UPDATE
