-- sql/queries/undo/delete_import_rows.sql: the outcomes of rows $2 up to, not including, $3 of import $1 go: records, duplicates, rejects.
WITH records AS (
    DELETE FROM refinery.records r
     USING refinery.imports i
     WHERE i.id = $1::uuid
       AND r.id >= (i.number::bigint << 32) + $2::bigint AND r.id < (i.number::bigint << 32) + $3::bigint
), rejects AS (
    DELETE FROM refinery.rejects j
     WHERE j.import_id = $1::uuid AND j.row_number >= $2::bigint AND j.row_number < $3::bigint
)
DELETE FROM refinery.duplicates d
 WHERE d.import_id = $1::uuid AND d.row_number >= $2::bigint AND d.row_number < $3::bigint
