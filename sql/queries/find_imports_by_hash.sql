-- sql/queries/find_imports_by_hash.sql: earlier imports of the same bytes ($1 SHA-256), newest first. One whose file was not understood
-- (it came from SQL) does not count: nothing of it was imported.
SELECT id, file_name, status, created_at
  FROM refinery.imports
 WHERE source_file_hash = $1::bytea AND NOT (status = 'failed' AND options ? 'reading')
 ORDER BY created_at DESC
 LIMIT 10
