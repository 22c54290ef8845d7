-- sql/queries/campaigns/list_campaign_blocks.sql: blocks, newest first: those whose id begins with $1 (null: any), with $2 only those that hold contacts, behind
-- block $3 (null: from the newest on), $4 at most (null: all). Contacts are counted of these alone.
WITH chosen AS MATERIALIZED (
    SELECT b.id
      FROM refinery.campaign_blocks b
     WHERE ($1::text IS NULL OR b.id::text LIKE $1 || '%') AND (NOT $2::boolean OR b.status IN ('open', 'expired'))
       AND ($3::uuid IS NULL OR (SELECT b.created_at < a.created_at OR (b.created_at = a.created_at AND (b.name, b.id) > (a.name, a.id))
                                   FROM refinery.campaign_blocks a WHERE a.id = $3::uuid))
     ORDER BY b.created_at DESC, b.name, b.id
     LIMIT $4::integer
)
SELECT s.id, s.name, s.status, s.contacts, s.ready, s.called, s.done, s.suppressed, s.released, s.not_checked,
       extract(epoch FROM s.scrubbed_at)::float8, extract(epoch FROM s.valid_until)::float8, s.registry_as_of::text, s.criteria::text, s.rule,
       s.rule_version, extract(epoch FROM s.created_at)::float8, s.created_by
  FROM chosen c
  JOIN refinery.campaign_block_summary s ON s.id = c.id
 ORDER BY s.created_at DESC, s.name, s.id
