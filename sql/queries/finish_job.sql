-- sql/queries/finish_job.sql: nothing is left to do of the split or lookup job $1 with token $2: the source is split to its end,
-- or every number is settled. Refine jobs end together with their effects (finish_jobs.sql). No row: the lease was lost.
UPDATE refinery.jobs
   SET state = 'done', finished_at = clock_timestamp(), numbers_done = numbers
 WHERE id = $1::bigint AND token = $2::bigint AND state = 'claimed'
RETURNING id
