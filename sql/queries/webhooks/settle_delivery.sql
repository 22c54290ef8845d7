-- sql/queries/webhooks/settle_delivery.sql: notes what came of attempt $2 of delivery $1: state $3, status $4 of the answer, what was wrong $5, and,
-- where it stays pending, in how many milliseconds $6 the next one is. Nothing of an attempt that somebody repeated since.
UPDATE refinery.webhook_deliveries d
   SET state = $3::text, last_status = $4::smallint, last_error = $5::text,
       next_attempt_at = CASE WHEN $3 = 'pending' THEN clock_timestamp() + $6::bigint * interval '1 millisecond' ELSE d.next_attempt_at END,
       ended_at = CASE WHEN $3 <> 'pending' THEN clock_timestamp() END
 WHERE d.id = $1::uuid AND d.attempts = $2::integer AND d.state = 'pending'
RETURNING d.id
