-- sql/queries/webhooks/change_webhook.sql: gives the webhook of address $1 the secret $2, or leaves its own, events $3 and whether it may be private
-- $4; one that was disabled is sent to again. No row: there is none.
UPDATE refinery.webhooks w
   SET secret = coalesce($2::text, w.secret), events = $3::text[], allows_private = $4::boolean, disabled_at = NULL, disabled_reason = NULL
 WHERE w.url = $1::text
RETURNING w.id, w.url, w.events, w.allows_private, w.is_configured, extract(epoch FROM w.created_at)::float8, w.created_by,
          extract(epoch FROM w.disabled_at)::float8, w.disabled_reason, 0::bigint
