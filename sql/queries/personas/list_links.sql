-- sql/queries/personas/list_links.sql: all links of kind $1 of records $2 that say something for sure: accepted, withheld, decided. Some come twice.
SELECT l.record_id, l.other_id, l.rule, l.score, l.state, l.withheld
  FROM unnest($2::bigint[]) AS o (id)
  JOIN refinery.links l ON l.kind = $1::text AND l.record_id = o.id
 WHERE l.state <> 'candidate' OR l.withheld
UNION ALL
SELECT l.record_id, l.other_id, l.rule, l.score, l.state, l.withheld
  FROM unnest($2::bigint[]) AS o (id)
  JOIN refinery.links l ON l.kind = $1::text AND l.other_id = o.id
 WHERE l.state <> 'candidate' OR l.withheld
