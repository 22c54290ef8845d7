-- sql/queries/retention/mark_source_deleted.sql: import $1 has no source any more, in the transaction that deletes it.
-- No row back means that the import runs again and needs its source; the run is locked, so that it does not from now on. Chunks in the
-- database go afterwards, in small deletes, as those of no import.
WITH run AS MATERIALIZED (
    SELECT r.id FROM refinery.runs r WHERE r.id = $1::uuid AND r.status IN ('completed', 'failed', 'cancelled', 'undone') FOR NO KEY UPDATE
)
UPDATE refinery.imports i
   SET source_deleted_at = coalesce(i.source_deleted_at, clock_timestamp())
  FROM run
 WHERE i.id = run.id
RETURNING i.id
