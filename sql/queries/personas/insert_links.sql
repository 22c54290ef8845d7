-- sql/queries/personas/insert_links.sql: what was found about pairs of records: $1 kind, $2 and $3 records, in order, $4 rules, $5 scores, $6 whether accepted.
-- What a person decided stays; what is withheld stays so, whoever finds it again.
INSERT INTO refinery.links AS l (kind, record_id, other_id, rule, score, state)
SELECT $1::text, f.record_id, f.other_id, f.rule, f.score, CASE WHEN f.accepted THEN 'accepted' ELSE 'candidate' END
  FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::real[], $6::boolean[]) AS f (record_id, other_id, rule, score, accepted)
ON CONFLICT (kind, record_id, other_id) DO UPDATE
   SET rule = excluded.rule, score = excluded.score,
       state = CASE WHEN l.withheld AND excluded.state = 'accepted' THEN 'candidate' ELSE excluded.state END,
       withheld = l.withheld AND excluded.state = 'accepted'
 WHERE l.state IN ('accepted', 'candidate') AND (l.rule, l.score) IS DISTINCT FROM (excluded.rule, excluded.score)
