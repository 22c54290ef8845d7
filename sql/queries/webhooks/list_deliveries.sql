-- sql/queries/webhooks/list_deliveries.sql: deliveries, the newest first: of webhook $1, in state $2, behind delivery $3, $4 at most; or $5 alone. Null: all.
SELECT d.id, d.webhook_id, w.url, d.kind, extract(epoch FROM d.at)::float8, d.state, d.attempts, d.replays,
       CASE WHEN d.state = 'pending' THEN extract(epoch FROM d.next_attempt_at)::float8 END, extract(epoch FROM d.last_attempt_at)::float8, d.last_status,
       d.last_error, extract(epoch FROM d.ended_at)::float8, d.data::text
  FROM refinery.webhook_deliveries d
  JOIN refinery.webhooks w ON w.id = d.webhook_id
 WHERE ($1::uuid IS NULL OR d.webhook_id = $1)
   AND ($2::text IS NULL OR d.state = $2)
   AND ($3::uuid IS NULL OR (d.at, d.id) < (SELECT b.at, b.id FROM refinery.webhook_deliveries b WHERE b.id = $3))
   AND ($5::uuid IS NULL OR d.id = $5)
 ORDER BY d.at DESC, d.id DESC
 LIMIT $4::integer
