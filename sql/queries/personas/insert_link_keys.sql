-- sql/queries/personas/insert_link_keys.sql: adds keys $2 of records $1, in their order; those that are there stay.
INSERT INTO refinery.link_keys (record_id, key)
SELECT k.record_id, k.key FROM unnest($1::bigint[], $2::bigint[]) AS k (record_id, key)
ON CONFLICT (record_id, key) DO NOTHING
