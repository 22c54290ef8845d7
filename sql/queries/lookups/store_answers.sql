-- sql/queries/lookups/store_answers.sql: stores what provider $13 answered, in the transaction that laid down the intents. No token guards an
-- answer: it was paid for, and is true whoever brings it. One that somebody else settled meanwhile stays as it is.
-- A row a number: $1 numbers, $2 statuses (answered or unknown), $3 valid, $4 countries, $5 line types, $6 carriers, $7 mobile country
-- codes, $8 mobile network codes, $9 scores, $10 error codes, $11 answers as JSON, $12 seconds that each stays fresh.
UPDATE refinery.numbers n
   SET status = t.status,
       provider = $13::text,
       valid = coalesce(t.valid, n.valid),
       country = coalesce(t.country, n.country),
       line_type = t.line_type,
       carrier_name = t.carrier_name,
       mobile_country_code = t.mobile_country_code,
       mobile_network_code = t.mobile_network_code,
       validity_score = t.validity_score::numeric(3, 2),
       error_code = t.error_code,
       answer = t.answer::jsonb,
       looked_up_at = clock_timestamp(),
       fresh_until = clock_timestamp() + make_interval(secs => t.fresh_seconds)
  FROM unnest($1::text[], $2::text[], $3::boolean[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::float8[],
              $10::int[], $11::text[], $12::bigint[])
       AS t (e164, status, valid, country, line_type, carrier_name, mobile_country_code, mobile_network_code, validity_score,
             error_code, answer, fresh_seconds)
 WHERE n.e164 = t.e164 AND NOT refinery_internal.is_settled(n, $13::text)
RETURNING n.e164
