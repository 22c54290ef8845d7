-- sql/queries/campaigns/scrub_campaign_block.sql: holds a block against all lists again.
SELECT s.contacts, s.withdrawn, extract(epoch FROM s.valid_until)::float8 FROM refinery.scrub_campaign_block($1::uuid) AS s
