-- sql/queries/campaigns/list_campaign_rules.sql: the newest version of each standing segmentation, and what became of it after the last import.
SELECT r.name, r.version, r.after_import, r.criteria::text, l.import_id, u.status, u.blocks, u.contacts, u.error, extract(epoch FROM u.ended_at)::float8
  FROM (SELECT DISTINCT ON (c.name) c.* FROM refinery.campaign_rules c ORDER BY c.name, c.version DESC) AS r
  LEFT JOIN LATERAL (SELECT s.* FROM refinery.campaign_rule_runs s WHERE s.rule = r.name ORDER BY s.created_at DESC LIMIT 1) AS u ON true
  LEFT JOIN refinery.link_runs l ON l.run_id = u.run_id
 ORDER BY r.name
