-- sql/queries/campaigns/set_campaign_rule.sql: keeps a standing segmentation. Returns its version.
SELECT refinery.set_campaign_rule($1::text, $2::jsonb, $3::boolean)
