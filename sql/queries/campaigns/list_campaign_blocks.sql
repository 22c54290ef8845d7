-- sql/queries/campaigns/list_campaign_blocks.sql: blocks, newest first: those whose id begins with $1 (null: any), and with $2 only those that hold contacts.
SELECT s.id, s.name, s.status, s.contacts, s.ready, s.called, s.done, s.suppressed, s.released, s.not_checked,
       extract(epoch FROM s.scrubbed_at)::float8, extract(epoch FROM s.valid_until)::float8, s.registry_as_of::text, s.criteria::text, s.rule,
       s.rule_version, extract(epoch FROM s.created_at)::float8, s.created_by
  FROM refinery.campaign_block_summary s
 WHERE ($1::text IS NULL OR s.id::text LIKE $1 || '%') AND (NOT $2::boolean OR s.status IN ('open', 'expired'))
 ORDER BY s.created_at DESC, s.name, s.id
