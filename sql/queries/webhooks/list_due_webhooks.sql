-- sql/queries/webhooks/list_due_webhooks.sql: webhooks with deliveries to be made, and in how many milliseconds the next one is due: 0 or less is now.
SELECT w.id, (extract(epoch FROM d.next_attempt_at - clock_timestamp()) * 1000)::bigint
  FROM refinery.webhooks w
 CROSS JOIN LATERAL (
       SELECT d.next_attempt_at FROM refinery.webhook_deliveries d
        WHERE d.webhook_id = w.id AND d.state = 'pending'
        ORDER BY d.next_attempt_at LIMIT 1) AS d
 WHERE w.disabled_at IS NULL
