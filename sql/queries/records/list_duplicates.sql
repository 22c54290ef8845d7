-- sql/queries/records/list_duplicates.sql: the duplicates of import $1 after row $2, in row order, up to $3: each row with the record that it
-- repeats, the import and row that the record came from, and who it is.
SELECT d.row_number, d.record_id, r.import_id, r.row_number, i.file_name, r.business_name, r.contact_name, r.business_email, r.phone_e164
  FROM refinery.duplicates d
  LEFT JOIN refinery.records r ON r.id = d.record_id
  LEFT JOIN refinery.imports i ON i.id = r.import_id
 WHERE d.import_id = $1::uuid AND d.row_number > $2::bigint
 ORDER BY d.row_number
 LIMIT $3::int
