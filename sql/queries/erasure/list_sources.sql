-- sql/queries/erasure/list_sources.sql: the sources of imports $1 that are still there, and whether their imports have ended.
SELECT i.id, i.file_name, i.source_uri, i.source_bytes, r.status
  FROM refinery.imports i
  JOIN refinery.runs r ON r.id = i.id
 WHERE i.id = ANY ($1::uuid[]) AND i.source_deleted_at IS NULL
 ORDER BY i.number
