-- sql/queries/imports/find_imports_by_hash.sql: earlier imports of the same bytes ($1 SHA-256), newest first: sql/views/imports_of_bytes.sql.
SELECT id, file_name, status, created_at FROM refinery_internal.imports_of_bytes($1::bytea) ORDER BY created_at DESC LIMIT 10
