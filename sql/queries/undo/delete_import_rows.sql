-- sql/queries/undo/delete_import_rows.sql: the outcomes of rows $2 up to, not including, $3 of import $1 go: records, duplicates, rejects (see
-- sql/views/undo_import.sql). Returns the records that are gone, and those of other imports that were repeated.
SELECT u.record_id, u.is_gone FROM refinery_internal.undo_rows($1::uuid, $2::bigint, $3::bigint) AS u
