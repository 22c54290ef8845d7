-- sql/queries/personas/list_crossing_records.sql: those of records $2 that a link of kind $1 joins, or would join, to another record.
WITH own AS MATERIALIZED (
    SELECT o.id FROM unnest($2::bigint[]) AS o (id)
)
SELECT o.id
  FROM own o
  JOIN refinery.links l ON l.kind = $1::text AND l.record_id = o.id AND (l.state IN ('accepted', 'confirmed') OR l.withheld)
 WHERE NOT EXISTS (SELECT FROM own i WHERE i.id = l.other_id)
UNION
SELECT o.id
  FROM own o
  JOIN refinery.links l ON l.kind = $1::text AND l.other_id = o.id AND (l.state IN ('accepted', 'confirmed') OR l.withheld)
 WHERE NOT EXISTS (SELECT FROM own i WHERE i.id = l.record_id)
