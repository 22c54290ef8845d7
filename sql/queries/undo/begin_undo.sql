-- sql/queries/undo/begin_undo.sql: import $1 is undone from now on (see sql/views/undo_import.sql).
SELECT refinery_internal.begin_undo($1::uuid)
