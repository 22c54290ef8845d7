-- sql/queries/schema/replace_fingerprints.sql: gives records $1, ascending, the fingerprints $2. Where an older record has the same one, it
-- keeps it, and both records stay.
WITH fresh AS MATERIALIZED (
    SELECT f.id, f.fingerprint FROM unnest($1::bigint[], $2::uuid[]) AS f (id, fingerprint)
), changed AS (
    UPDATE refinery.records r SET fingerprint = f.fingerprint FROM fresh f
     WHERE r.id = f.id AND r.fingerprint <> f.fingerprint
    RETURNING r.id
), gone AS (
    DELETE FROM refinery.fingerprints o
     USING refinery.records r, fresh f
     WHERE r.id = f.id AND o.fingerprint = r.fingerprint AND o.record_id = r.id AND r.fingerprint <> f.fingerprint
    RETURNING o.record_id
)
INSERT INTO refinery.fingerprints (fingerprint, record_id)
SELECT f.fingerprint, f.id
  FROM fresh f
  JOIN changed c ON c.id = f.id
 ORDER BY f.id
ON CONFLICT (fingerprint) DO NOTHING
