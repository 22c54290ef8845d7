-- sql/queries/webhooks/read_webhook_secret.sql: what the messages of webhook $1 are signed with.
SELECT w.secret FROM refinery.webhooks w WHERE w.id = $1::uuid
