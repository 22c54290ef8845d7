-- sql/queries/lock_source_hash.sql: one at a time becomes an import of the bytes with SHA-256 $1, until the end of the transaction.
SELECT pg_advisory_xact_lock(('x' || encode(substring($1::bytea FOR 8), 'hex'))::bit(64)::bigint)
