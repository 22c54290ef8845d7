-- sql/queries/undo/lock_repeating_rows.sql: which of rows $3 of import $2 still repeat records of import $1; locked.
SELECT d.row_number
  FROM refinery.imports u
  JOIN refinery.duplicates d ON d.record_id >= u.number::bigint << 32 AND d.record_id < (u.number::bigint + 1) << 32
 WHERE u.id = $1::uuid AND d.import_id = $2::uuid AND d.row_number = ANY ($3::bigint[])
 ORDER BY d.row_number
   FOR UPDATE OF d
