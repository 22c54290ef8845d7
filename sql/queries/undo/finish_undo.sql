-- sql/queries/undo/finish_undo.sql: the rows of import $1 are gone (see sql/views/undo_import.sql).
SELECT refinery_internal.finish_undo($1::uuid)::text
