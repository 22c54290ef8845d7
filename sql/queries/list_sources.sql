-- sql/queries/list_sources.sql: the sources of imports $1 that are still there, and whether their imports have ended.
SELECT id, file_name, source_uri, source_bytes, status
  FROM refinery.imports
 WHERE id = ANY ($1::uuid[]) AND source_deleted_at IS NULL
 ORDER BY number
