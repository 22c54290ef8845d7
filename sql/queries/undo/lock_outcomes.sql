-- sql/queries/undo/lock_outcomes.sql: until the end of the transaction nobody else undoes an import or erases a person (see
-- sql/views/undo_import.sql).
SELECT refinery_internal.lock_outcomes()
