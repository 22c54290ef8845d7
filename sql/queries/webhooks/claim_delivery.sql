-- sql/queries/webhooks/claim_delivery.sql: takes the delivery of webhook $1 that is due longest, for $2 milliseconds: whoever dies meanwhile sends
-- nothing more, and somebody sends the same message again. SKIP LOCKED: rivals pass over each other's.
WITH due AS MATERIALIZED (
    SELECT d.id
      FROM refinery.webhook_deliveries d
     WHERE d.webhook_id = $1::uuid AND d.state = 'pending' AND d.next_attempt_at <= clock_timestamp()
       AND EXISTS (SELECT FROM refinery.webhooks w WHERE w.id = $1 AND w.disabled_at IS NULL)
     ORDER BY d.next_attempt_at, d.at
     LIMIT 1
       FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE refinery.webhook_deliveries d
   SET attempts = d.attempts + 1, step = d.step + 1, last_attempt_at = clock_timestamp(),
       next_attempt_at = clock_timestamp() + $2::bigint * interval '1 millisecond'
  FROM due, refinery.webhooks w
 WHERE d.id = due.id AND w.id = d.webhook_id
RETURNING d.id, d.attempts, d.step, d.kind, refinery_internal.utc_time(d.at), d.data::text, w.url, w.secret, w.allows_private
