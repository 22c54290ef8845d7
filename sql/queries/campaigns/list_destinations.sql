-- sql/queries/campaigns/list_destinations.sql: destinations by name, all or the one with name $1.
SELECT d.name, d.kind, d.settings::text, d.requests_per_minute, d.stopped_reason, extract(epoch FROM d.created_at)::float8, d.created_by
  FROM refinery.campaign_destinations d
 WHERE d.removed_at IS NULL AND ($1::text IS NULL OR d.name = $1::text)
 ORDER BY d.name
