-- sql/queries/campaigns/set_destination.sql: destination $1 of kind $2 has settings $3 and takes $4 requests a minute. One that is there is changed only when $5; no row
-- otherwise.
INSERT INTO refinery.campaign_destinations AS d (name, kind, settings, requests_per_minute)
VALUES ($1::text, $2::text, $3::jsonb, $4::integer)
ON CONFLICT (name) DO UPDATE
   SET kind = excluded.kind, settings = excluded.settings, requests_per_minute = excluded.requests_per_minute, removed_at = NULL, stopped_reason = NULL,
       next_request_at = clock_timestamp()
 WHERE $5::boolean OR d.removed_at IS NOT NULL
RETURNING d.name
