-- sql/queries/lookups/store_failures.sql: provider $3 could not answer numbers $1, as often as it was asked; for $2 seconds each nobody tries again. What
-- an earlier answer said of the line stays. In the transaction that laid down the intents; one that is settled meanwhile stays as it is.
UPDATE refinery.numbers n
   SET status = 'failed',
       provider = $3::text,
       validity_score = NULL,
       error_code = NULL,
       looked_up_at = clock_timestamp(),
       fresh_until = clock_timestamp() + make_interval(secs => t.fresh_seconds)
  FROM unnest($1::text[], $2::bigint[]) AS t (e164, fresh_seconds)
 WHERE n.e164 = t.e164 AND NOT refinery_internal.is_settled(n, $3::text)
RETURNING n.e164
