-- sql/queries/undo/delete_import_fingerprints.sql: nobody finds the records of rows $2 up to, not including, $3 of import $1 any more.
DELETE FROM refinery.fingerprints f
 USING refinery.imports i, refinery.records r
 WHERE i.id = $1::uuid
   AND r.id >= (i.number::bigint << 32) + $2::bigint AND r.id < (i.number::bigint << 32) + $3::bigint
   AND f.fingerprint = r.fingerprint AND f.record_id = r.id
