-- sql/queries/imports/find_progress.sql: whether import $1 paused, failed or ended and went on later (find_interrupted_imports.sql), and how far it is
-- (sql/views/import_progress.sql). A statement of its own: its plan is the same for every import, so that it is planned once, and not at each of many
-- requests a second.
SELECT EXISTS (SELECT FROM refinery.events e
                WHERE e.run_id = s.import_id AND e.kind IN ('import_resumed', 'import_retried', 'import_lookups_added')) AS is_interrupted,
       s.*
  FROM refinery.import_summaries s
 WHERE s.import_id = $1::uuid
