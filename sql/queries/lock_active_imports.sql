-- sql/queries/lock_active_imports.sql: locks the imports whose progress may have changed, in order of their numbers:
-- all running ones, and the paused ones in $1 (those that had batches under way). The statements after it in the
-- transaction then see every job as it is.
SELECT id, status
  FROM refinery.imports
 WHERE status = 'running' OR (status = 'paused' AND id = ANY ($1::uuid[]))
 ORDER BY number
   FOR NO KEY UPDATE
