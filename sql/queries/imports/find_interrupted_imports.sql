-- sql/queries/imports/find_interrupted_imports.sql: which of the imports $1 paused, failed or ended and went on later.
SELECT i.id
  FROM unnest($1::uuid[]) AS i (id)
 WHERE EXISTS (SELECT FROM refinery.events e
                WHERE e.run_id = i.id AND e.kind IN ('import_resumed', 'import_retried', 'import_lookups_added'))
