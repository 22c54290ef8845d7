-- sql/queries/records/find_fingerprints.sql: which records survive for fingerprints $1, in the order asked.
SELECT f.record_id
  FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (fingerprint, position)
  JOIN refinery.fingerprints f ON f.fingerprint = wanted.fingerprint
 ORDER BY wanted.position
