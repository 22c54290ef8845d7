-- sql/queries/records/insert_duplicates.sql: rows that repeat a stored record: $1 import ids, $2 rows, $3 surviving records.
INSERT INTO refinery.duplicates (import_id, row_number, record_id)
SELECT d.import_id, d.row_number, d.record_id
  FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS d (import_id, row_number, record_id)
