-- sql/queries/campaigns/set_campaign_bands.sql: other bands of dimension $1 from now on. Returns their version.
SELECT refinery.set_campaign_bands($1::text, $2::jsonb)
