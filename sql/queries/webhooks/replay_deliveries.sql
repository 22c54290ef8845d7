-- sql/queries/webhooks/replay_deliveries.sql: sends deliveries again, by the schedule from its beginning: those of ids $1, or where it is null all that
-- failed, of webhook $2 or of all, that happened within $3 seconds, or ever. Not to webhooks that are disabled, and not what is under way.
UPDATE refinery.webhook_deliveries d
   SET state = 'pending', step = 0, replays = d.replays + 1, next_attempt_at = clock_timestamp(), ended_at = NULL
  FROM refinery.webhooks w
 WHERE w.id = d.webhook_id AND w.disabled_at IS NULL
   AND (d.state <> 'pending' OR (d.next_attempt_at > clock_timestamp() AND d.last_attempt_at < clock_timestamp() - interval '1 minute'))
   AND ($1::uuid[] IS NULL OR d.id = ANY ($1))
   AND ($1 IS NOT NULL OR d.state = 'failed')
   AND ($2::uuid IS NULL OR d.webhook_id = $2)
   AND ($3::float8 IS NULL OR d.at > clock_timestamp() - $3 * interval '1 second')
RETURNING d.id
