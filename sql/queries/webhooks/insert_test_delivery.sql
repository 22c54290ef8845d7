-- sql/queries/webhooks/insert_test_delivery.sql: a delivery to webhook $1 alone, of kind $2: whether it arrives. No row: it is disabled.
INSERT INTO refinery.webhook_deliveries (webhook_id, kind, data)
SELECT w.id, $2::text, '{}' FROM refinery.webhooks w WHERE w.id = $1::uuid AND w.disabled_at IS NULL
RETURNING id
