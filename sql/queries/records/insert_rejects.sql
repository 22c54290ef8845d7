-- sql/queries/records/insert_rejects.sql: rows that could not become records: $1 import ids, $2 rows, $3 fields, $4 values,
-- $5 codes, $6 messages, $7 raw texts, $8 byte offsets in the source.
INSERT INTO refinery.rejects (import_id, row_number, field, value, code, message, raw, byte_offset)
SELECT r.import_id, r.row_number, r.field, r.value, r.code, r.message, r.raw, r.byte_offset
  FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[])
       AS r (import_id, row_number, field, value, code, message, raw, byte_offset)
