-- sql/queries/dashboard/count_known_fingerprints.sql: how many of the fingerprints $1 are stored already.
SELECT count(*) FROM unnest($1::uuid[]) AS wanted (fingerprint) JOIN refinery.fingerprints f ON f.fingerprint = wanted.fingerprint
