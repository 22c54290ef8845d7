-- sql/queries/undo/delete_import_rows.sql: the outcomes of rows $2 up to, not including, $3 of import $1 go: records, duplicates, rejects.
-- Comes back: the records that are gone, and those of other imports that were repeated.
WITH records AS (
    DELETE FROM refinery.records r
     USING refinery.imports i
     WHERE i.id = $1::uuid
       AND r.id >= (i.number::bigint << 32) + $2::bigint AND r.id < (i.number::bigint << 32) + $3::bigint
    RETURNING r.id
), rejects AS (
    DELETE FROM refinery.rejects j
     WHERE j.import_id = $1::uuid AND j.row_number >= $2::bigint AND j.row_number < $3::bigint
), duplicates AS (
    DELETE FROM refinery.duplicates d
     WHERE d.import_id = $1::uuid AND d.row_number >= $2::bigint AND d.row_number < $3::bigint
    RETURNING d.record_id
)
SELECT id, true FROM records
UNION ALL
SELECT DISTINCT d.record_id, false FROM duplicates d JOIN refinery.imports i ON i.id = $1::uuid WHERE d.record_id >> 32 <> i.number
