-- sql/queries/undo/list_repeating_imports.sql: other imports with rows that repeat records of import $1, oldest first, and whether their sources
-- are still there.
SELECT i.id, i.source_deleted_at IS NULL
  FROM refinery.imports i
  JOIN refinery.runs r ON r.id = i.id AND r.status <> 'undone'
 WHERE i.id IN (SELECT d.import_id
                  FROM refinery.imports u
                  JOIN refinery.duplicates d ON d.record_id >= u.number::bigint << 32 AND d.record_id < (u.number::bigint + 1) << 32
                 WHERE u.id = $1::uuid AND d.import_id <> u.id)
 ORDER BY i.number
