-- sql/queries/finish_lookup_job.sql: every number of lookup job $1 with token $2 is settled. No row: the lease was lost.
UPDATE refinery.jobs j
   SET state = 'done', finished_at = clock_timestamp(), numbers_done = j.numbers
 WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.state = 'claimed'
RETURNING j.id
