-- sql/queries/workers/take_leadership.sql: leads until the end of the transaction, when nobody else does: $1 class, $2 key.
SELECT pg_try_advisory_xact_lock($1::int, $2::int)
