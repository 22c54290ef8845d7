-- sql/queries/mark_source_deleted.sql: import $1 has no source any more, in the transaction that deletes it.
-- No row back means that the import runs again and needs its source. Chunks in the database go afterwards, in small
-- deletes, as those of no import.
UPDATE refinery.imports
   SET source_deleted_at = coalesce(source_deleted_at, clock_timestamp())
 WHERE id = $1::uuid AND status IN ('completed', 'failed', 'cancelled', 'undone')
RETURNING id
