-- sql/queries/webhooks/configure_webhook.sql: sends alerts of kinds $4 to the address $1 of the leader's configuration, and to no earlier one. $2 is
-- its secret; where $3 is false it was made up, and only a webhook that is new takes it. $1 may be null: none.
-- One that was there stays disabled when its receiver said so.
WITH earlier AS (
    UPDATE refinery.webhooks w
       SET is_configured = false, disabled_at = coalesce(w.disabled_at, clock_timestamp()),
           disabled_reason = coalesce(w.disabled_reason, 'The configuration of the leading coordinator does not name it any more.')
     WHERE w.is_configured AND w.url IS DISTINCT FROM $1::text
)
INSERT INTO refinery.webhooks AS w (url, secret, events, allows_private, is_configured, created_by)
SELECT $1::text, $2::text, $4::text[], true, true, 'configuration'
 WHERE $1 IS NOT NULL
ON CONFLICT (url) DO UPDATE
   SET secret = CASE WHEN $3::boolean THEN excluded.secret ELSE w.secret END, events = excluded.events, allows_private = true, is_configured = true,
       disabled_at = CASE WHEN w.is_configured THEN w.disabled_at END, disabled_reason = CASE WHEN w.is_configured THEN w.disabled_reason END
 WHERE NOT w.is_configured OR w.events <> excluded.events OR ($3 AND w.secret <> excluded.secret)
