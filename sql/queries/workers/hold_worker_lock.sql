-- sql/queries/workers/hold_worker_lock.sql: takes the session lock that vanishes with this process: $1 class, $2 worker number.
-- Run on the otherwise idle listening connection: an idle backend notices the end of its client within milliseconds.
SELECT pg_try_advisory_lock($1::int, $2::int)
