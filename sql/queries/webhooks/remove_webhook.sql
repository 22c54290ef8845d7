-- sql/queries/webhooks/remove_webhook.sql: forgets webhook $1 and all its deliveries.
DELETE FROM refinery.webhooks w WHERE w.id = $1::uuid RETURNING w.id
