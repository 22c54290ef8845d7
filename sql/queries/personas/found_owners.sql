-- sql/queries/personas/found_owners.sql: records $1, in order, belong to the {owner} rows $2 by rules $3 with scores $4, unless they belong to one already; those that
-- did not come back.
INSERT INTO refinery.{owner}_records (record_id, {owner}_id, rule, score)
SELECT m.record_id, m.owner_id, m.rule, m.score
  FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::real[]) AS m (record_id, owner_id, rule, score)
ON CONFLICT (record_id) DO NOTHING
RETURNING record_id
