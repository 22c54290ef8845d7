-- sql/queries/records/list_rejects.sql: rejects of import $1 in row order, a page at a time: $2 last row seen, $3 page size.
SELECT row_number, field, value, code, message, raw
  FROM refinery.rejects
 WHERE import_id = $1::uuid AND row_number > $2::bigint
 ORDER BY row_number
 LIMIT $3::int
