-- sql/queries/finish_job.sql: nothing is left to do of the split or lookup job $1 with token $2, of worker $3 and import $4: the source is split to its end,
-- or every number is settled. Refine jobs end together with their effects (finish_jobs.sql). No row: the lease was lost.
UPDATE refinery.jobs j
   SET state = 'done', finished_at = clock_timestamp(), numbers_done = numbers
 WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.import_id = $4::uuid AND j.state = 'claimed'
RETURNING j.id
