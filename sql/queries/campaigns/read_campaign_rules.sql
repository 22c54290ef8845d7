-- sql/queries/campaigns/read_campaign_rules.sql: the standing segmentations of a file, checked.
SELECT r.name, r.criteria::text, r.after_import FROM refinery_internal.read_campaign_rules($1::jsonb) AS r
