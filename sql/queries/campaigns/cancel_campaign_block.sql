-- sql/queries/campaigns/cancel_campaign_block.sql: lets the contacts of a block go.
SELECT refinery.cancel_campaign_block($1::uuid)
