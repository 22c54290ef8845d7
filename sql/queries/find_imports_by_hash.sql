-- sql/queries/find_imports_by_hash.sql: earlier imports of the same bytes ($1 SHA-256), newest first. Those that are undone are forgotten, and
-- so is one whose file was not understood (it came from SQL): nothing of it was imported.
SELECT id, file_name, status, created_at
  FROM refinery.imports
 WHERE source_file_hash = $1::bytea AND NOT (status = 'undone' AND status_reason IS NULL) AND NOT (status = 'failed' AND options ? 'reading')
 ORDER BY created_at DESC
 LIMIT 10
