-- sql/queries/campaigns/apply_campaign_rule.sql: makes the blocks of rule $2 after run $1, under attempt $3. Returns whether the claim still counted.
SELECT refinery_internal.apply_campaign_rule($1::uuid, $2::text, $3::integer)
