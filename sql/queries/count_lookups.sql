-- sql/queries/count_lookups.sql: what came of requests of lookup job $1 with token $2, worker $3 and import $4: $5 numbers settled, $6 of them by
-- asking, $7 of them failed, $8 requests made. No row: the lease was lost.
UPDATE refinery.jobs j
   SET numbers_done = j.numbers_done + $5::int, numbers_asked = j.numbers_asked + $6::int,
       numbers_failed = j.numbers_failed + $7::int,
       -- A job that gets on is no poison: a crash counts from here.
       attempt = CASE WHEN $5::int > 0 THEN 1 ELSE j.attempt END,
       lookups = j.lookups + $8::int
 WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.import_id = $4::uuid AND j.state = 'claimed'
RETURNING j.id
