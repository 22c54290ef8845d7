-- sql/queries/personas/list_unlinked_imports.sql: imports with records that no run has linked yet, oldest first.
SELECT i.id
  FROM refinery.imports i
  JOIN refinery.runs r ON r.id = i.id
 WHERE r.status IN ('completed', 'failed', 'cancelled') AND NOT EXISTS (SELECT FROM refinery.link_runs l WHERE l.import_id = i.id)
 ORDER BY i.number
