-- sql/queries/dashboard/list_reject_page.sql: rejects of import $1 with the code $2 behind row $3, in row order, at most $4.
SELECT r.row_number, r.field, r.value, r.code, r.message, r.raw
  FROM refinery.rejects r
 WHERE r.import_id = $1::uuid AND r.code = $2::text AND r.row_number > $3::bigint
 ORDER BY r.row_number
 LIMIT $4::int
