-- sql/queries/campaigns/claim_campaign_rule.sql: claims a standing segmentation that waits to make blocks after an import.
SELECT c.run_id, c.rule, c.attempt FROM refinery_internal.claim_campaign_rule() AS c
