-- sql/queries/count_lookups.sql: what came of requests of lookup job $1 with token $2: $3 numbers settled, $4 of them by
-- asking, $5 of them failed, $6 requests made. No row: the lease was lost.
UPDATE refinery.jobs j
   SET numbers_done = j.numbers_done + $3::int, numbers_asked = j.numbers_asked + $4::int,
       numbers_failed = j.numbers_failed + $5::int,
       -- A job that gets on is no poison: a crash counts from here.
       attempt = CASE WHEN $3::int > 0 THEN 1 ELSE j.attempt END,
       lookups = j.lookups + $6::int
 WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.state = 'claimed'
RETURNING j.id
