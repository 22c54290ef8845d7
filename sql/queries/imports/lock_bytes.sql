-- sql/queries/imports/lock_bytes.sql: until the end of the transaction nobody else submits the bytes of SHA-256 $1 (see sql/views/imports_of_bytes.sql).
SELECT refinery_internal.lock_bytes($1::bytea)
