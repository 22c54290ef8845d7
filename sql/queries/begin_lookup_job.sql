-- sql/queries/begin_lookup_job.sql: how many cells ($3) and distinct numbers ($4) lookup job $1 with token $2 has, and how
-- many of those ($5) are settled already, by other batches, imports or an earlier attempt. No row: the lease was lost.
UPDATE refinery.jobs j
   SET phones = $3::int, numbers = $4::int, numbers_done = $5::int,
       numbers_asked = coalesce(j.numbers_asked, 0), numbers_failed = coalesce(j.numbers_failed, 0),
       lookups = coalesce(j.lookups, 0), lookups_repeated = coalesce(j.lookups_repeated, 0)
 WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.state = 'claimed'
RETURNING j.id
