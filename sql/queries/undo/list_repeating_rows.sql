-- sql/queries/undo/list_repeating_rows.sql: the rows of import $2 that repeat records of import $1, in order.
SELECT d.row_number
  FROM refinery.imports u
  JOIN refinery.duplicates d ON d.record_id >= u.number::bigint << 32 AND d.record_id < (u.number::bigint + 1) << 32
 WHERE u.id = $1::uuid AND d.import_id = $2::uuid
 ORDER BY d.row_number
