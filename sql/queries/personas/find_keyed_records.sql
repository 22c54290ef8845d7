-- sql/queries/personas/find_keyed_records.sql: those of keys $1 of records $2, in order, that are there; returns the record.
SELECT k.record_id
  FROM unnest($1::bigint[], $2::bigint[]) AS k (key, record_id)
 CROSS JOIN LATERAL (SELECT FROM refinery.link_keys l WHERE l.key = k.key AND l.record_id = k.record_id LIMIT (SELECT 1)) AS l
