-- sql/queries/undo/delete_import_fingerprints.sql: nobody finds the records of rows $2 up to, not including, $3 of import $1 any more (see
-- sql/views/undo_import.sql).
SELECT refinery_internal.undo_fingerprints($1::uuid, $2::bigint, $3::bigint)
