-- sql/queries/find_imports_by_hash.sql: earlier imports of the same bytes ($1 SHA-256), newest first; those that are undone are forgotten.
SELECT id, file_name, status, created_at
  FROM refinery.imports
 WHERE source_file_hash = $1::bytea AND NOT (status = 'undone' AND status_reason IS NULL)
 ORDER BY created_at DESC
 LIMIT 10
