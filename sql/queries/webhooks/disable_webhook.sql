-- sql/queries/webhooks/disable_webhook.sql: sends nothing more to the webhook of delivery $1, for the reason $2; what was still to be sent has failed.
WITH gone AS (
    UPDATE refinery.webhooks w
       SET disabled_at = clock_timestamp(), disabled_reason = $2::text
     WHERE w.id = (SELECT d.webhook_id FROM refinery.webhook_deliveries d WHERE d.id = $1::uuid) AND w.disabled_at IS NULL
    RETURNING w.id
)
UPDATE refinery.webhook_deliveries d
   SET state = 'failed', ended_at = clock_timestamp(), last_error = coalesce(d.last_error, $2)
  FROM gone g
 WHERE d.webhook_id = g.id AND d.state = 'pending'
RETURNING d.id
