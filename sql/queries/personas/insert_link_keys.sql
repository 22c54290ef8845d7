-- sql/queries/personas/insert_link_keys.sql: adds keys $1 of records $2, in their order; those that are there stay.
INSERT INTO refinery.link_keys (key, record_id)
SELECT k.key, k.record_id FROM unnest($1::bigint[], $2::bigint[]) AS k (key, record_id)
ON CONFLICT (key, record_id) DO NOTHING
