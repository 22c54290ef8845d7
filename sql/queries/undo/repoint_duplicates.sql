-- sql/queries/undo/repoint_duplicates.sql: rows $3 of import $2 that repeat records of import $1: where another record has the same fingerprint now,
-- they repeat that one.
UPDATE refinery.duplicates d
   SET record_id = f.record_id
  FROM refinery.imports u, refinery.records r, refinery.fingerprints f
 WHERE u.id = $1::uuid AND d.import_id = $2::uuid AND d.row_number = ANY ($3::bigint[])
   AND d.record_id >= u.number::bigint << 32 AND d.record_id < (u.number::bigint + 1) << 32
   AND r.id = d.record_id AND f.fingerprint = r.fingerprint AND f.record_id <> r.id
RETURNING d.row_number
