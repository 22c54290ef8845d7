-- sql/queries/webhooks/count_failed_deliveries.sql: deliveries that failed and can be sent again (replay_deliveries.sql): of webhook $1, or of all; counted up to $2.
SELECT count(*)
  FROM (SELECT
          FROM refinery.webhook_deliveries d
          JOIN refinery.webhooks w ON w.id = d.webhook_id
         WHERE d.state = 'failed' AND w.disabled_at IS NULL AND ($1::uuid IS NULL OR d.webhook_id = $1)
         LIMIT $2::integer) AS failed
