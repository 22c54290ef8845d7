-- sql/queries/webhooks/insert_webhook.sql: keeps a webhook of address $1, secret $2, events $3 and whether it may be private $4; $5 made it, or the
-- user of the database. No row: there is one of this address.
INSERT INTO refinery.webhooks AS w (url, secret, events, allows_private, created_by)
VALUES ($1::text, $2::text, $3::text[], $4::boolean, coalesce($5::text, session_user))
ON CONFLICT DO NOTHING
RETURNING w.id, w.url, w.events, w.allows_private, w.is_configured, extract(epoch FROM w.created_at)::float8, w.created_by,
          extract(epoch FROM w.disabled_at)::float8, w.disabled_reason, 0::bigint
