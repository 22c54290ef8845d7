-- sql/queries/jobs/finish_job.sql: nothing is left to do of job $1 with token $2, of worker $3 and run $4: a source is split to its end, every
-- number is settled. Refine jobs end together with their effects (finish_jobs.sql). No row: the lease was lost.
-- $5 names and $6 numbers of counters, where the stage has no columns of its own.
UPDATE refinery.jobs j
   SET state = 'done', finished_at = clock_timestamp(), numbers_done = numbers,
       counters = (SELECT jsonb_object_agg(c.name, c.number) FROM unnest($5::text[], $6::bigint[]) AS c (name, number))
 WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
RETURNING j.id
