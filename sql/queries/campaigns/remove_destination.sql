-- sql/queries/campaigns/remove_destination.sql: nothing more is sent to destination $1. No row: there is none.
UPDATE refinery.campaign_destinations d SET removed_at = clock_timestamp() WHERE d.name = $1::text AND d.removed_at IS NULL RETURNING d.name
