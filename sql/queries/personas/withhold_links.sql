-- sql/queries/personas/withhold_links.sql: of links of kind $1 between records $2 and $3, in order, whether they are withheld: $4. Decided ones stay.
UPDATE refinery.links l
   SET state = CASE WHEN w.withheld THEN 'candidate' ELSE 'accepted' END, withheld = w.withheld
  FROM unnest($2::bigint[], $3::bigint[], $4::boolean[]) AS w (record_id, other_id, withheld)
 WHERE l.kind = $1::text AND l.record_id = w.record_id AND l.other_id = w.other_id AND l.state IN ('accepted', 'candidate')
