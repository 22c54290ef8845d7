-- sql/queries/webhooks/list_webhooks.sql: all webhooks, or those whose address is $1 or whose id begins so, the oldest first, each with how many
-- deliveries are still to be made.
SELECT w.id, w.url, w.events, w.allows_private, w.is_configured, extract(epoch FROM w.created_at)::float8, w.created_by,
          extract(epoch FROM w.disabled_at)::float8, w.disabled_reason,
       (SELECT count(*) FROM refinery.webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'pending')
  FROM refinery.webhooks w
 WHERE $1::text IS NULL OR w.url = $1 OR ($1 <> '' AND starts_with(w.id::text, lower($1)))
 ORDER BY w.created_at, w.id
