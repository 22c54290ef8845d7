-- sql/queries/web/find_current_import.sql: the import that the fleet works on: the newest that runs, else the newest of all.
SELECT id FROM (
    (SELECT 0 AS place, id FROM refinery.runs WHERE kind = 'import' AND status = 'running' ORDER BY created_at DESC LIMIT 1)
    UNION ALL
    (SELECT 1, id FROM refinery.runs WHERE kind = 'import' ORDER BY created_at DESC LIMIT 1)) AS found
 ORDER BY place
 LIMIT 1
