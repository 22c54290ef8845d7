-- sql/queries/take_leadership.sql: one coordinator leads; the lock goes with its connection: $1 class, $2 key.
SELECT pg_try_advisory_lock($1::int, $2::int)
