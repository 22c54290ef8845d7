-- sql/queries/personas/find_link_postings.sql: which records have keys $1, at most $2 of each, the smallest ids first; keys that only one record has are left out.
SELECT k.key, p.records
  FROM unnest($1::bigint[]) AS k (key)
 CROSS JOIN LATERAL (
       SELECT array_agg(l.record_id) AS records
         FROM (SELECT l.record_id FROM refinery.link_keys l WHERE l.key = k.key ORDER BY l.record_id LIMIT (SELECT $2::int)) AS l) AS p
 WHERE cardinality(p.records) > 1
