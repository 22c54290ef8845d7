-- sql/queries/undo/repoint_duplicates.sql: rows $3 of import $2 that repeat records of import $1: where another record has the same fingerprint now,
-- they repeat that one (see sql/views/undo_import.sql).
SELECT d.row_number FROM refinery_internal.repoint_duplicates($1::uuid, $2::uuid, $3::bigint[]) AS d (row_number)
