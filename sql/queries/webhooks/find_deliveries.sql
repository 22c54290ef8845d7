-- sql/queries/webhooks/find_deliveries.sql: ids of deliveries that begin with $1: two at most, for who wants to know whether there is exactly one.
SELECT d.id FROM refinery.webhook_deliveries d WHERE starts_with(d.id::text, lower($1::text)) ORDER BY d.at DESC LIMIT 2
