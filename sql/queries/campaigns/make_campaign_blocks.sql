-- sql/queries/campaigns/make_campaign_blocks.sql: makes blocks by criteria $1, which are those of rule $2 in version $3, if of any.
SELECT refinery_internal.make_campaign_blocks($1::jsonb, $2::text, $3::integer)::text
