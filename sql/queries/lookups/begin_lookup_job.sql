-- sql/queries/lookups/begin_lookup_job.sql: how many cells ($5) and distinct numbers ($6) lookup job $1 with token $2, worker $3 and run $4 has, and how
-- many of those ($7) are settled already, by other batches, imports or an earlier attempt. No row: the lease was lost.
UPDATE refinery.jobs j
   SET phones = $5::int, numbers = $6::int, numbers_done = $7::int,
       numbers_asked = coalesce(j.numbers_asked, 0), numbers_failed = coalesce(j.numbers_failed, 0),
       counted_step = NULL,
       lookups = coalesce(j.lookups, 0), lookups_repeated = coalesce(j.lookups_repeated, 0)
 WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
RETURNING j.id
