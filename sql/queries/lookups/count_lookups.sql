-- sql/queries/lookups/count_lookups.sql: what came of requests of lookup job $1 with token $2, worker $3 and run $4: $5 numbers settled,
-- $6 of them by asking, $7 of them failed, $8 requests made. $9 numbers the steps of this claim: one that is told again, because
-- nobody heard that it was counted, is not counted twice. No row: the lease was lost.
UPDATE refinery.jobs j
   SET numbers_done = j.numbers_done + CASE WHEN j.counted_step IS DISTINCT FROM $9::int THEN $5::int ELSE 0 END,
       numbers_asked = j.numbers_asked + CASE WHEN j.counted_step IS DISTINCT FROM $9::int THEN $6::int ELSE 0 END,
       numbers_failed = j.numbers_failed + CASE WHEN j.counted_step IS DISTINCT FROM $9::int THEN $7::int ELSE 0 END,
       -- A job that gets on is no poison: a crash counts from here.
       attempt = CASE WHEN $5::int > 0 THEN 1 ELSE j.attempt END,
       lookups = j.lookups + CASE WHEN j.counted_step IS DISTINCT FROM $9::int THEN $8::int ELSE 0 END,
       counted_step = $9::int
 WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
RETURNING j.id
