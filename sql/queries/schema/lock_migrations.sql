-- sql/queries/schema/lock_migrations.sql: one process migrates at a time, until the end of its transaction: $1 class, $2 key.
SELECT pg_advisory_xact_lock($1::int, $2::int)
