-- sql/queries/campaigns/preview_campaign_blocks.sql: which blocks criteria would make.
SELECT refinery.preview_campaign_blocks($1::jsonb)::text
