-- sql/queries/undo/request_undo.sql: import $1 is undone from now on, by a coordinator (see sql/views/undo_import.sql).
SELECT refinery_internal.request_undo($1::uuid)
