-- sql/queries/records/insert_fingerprints.sql: claims fingerprints for records; what comes back is new, the rest is duplicate.
-- $1 fingerprints sorted ascending (two transactions that insert overlapping keys in one order cannot deadlock),
-- $2 the record ids. Waits for a rival transaction that holds the same fingerprint, and sees its outcome.
INSERT INTO refinery.fingerprints (fingerprint, record_id)
SELECT f.fingerprint, f.record_id
  FROM unnest($1::uuid[], $2::bigint[]) AS f (fingerprint, record_id)
ON CONFLICT (fingerprint) DO NOTHING
RETURNING record_id
