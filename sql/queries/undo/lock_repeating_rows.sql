-- sql/queries/undo/lock_repeating_rows.sql: which of rows $3 of import $2 still repeat records of import $1; locked (see sql/views/undo_import.sql).
SELECT d.row_number FROM refinery_internal.lock_repeating_rows($1::uuid, $2::uuid, $3::bigint[]) AS d (row_number)
