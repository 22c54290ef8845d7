-- sql/queries/store_answers.sql: stores what was answered, and lays down the intents of the numbers that were asked.
-- An answer is not guarded by the token of its job: it was paid for, and is true whoever brings it. It is guarded by the
-- number itself: one that somebody else settled meanwhile stays as it is.
-- $1 job, $2 token; a row a number: $3 numbers, $4 statuses (pending: to be asked again), $5 valid, $6 countries,
-- $7 line types, $8 carriers, $9 mobile country codes, $10 mobile network codes, $11 scores, $12 error codes, $13 answers as
-- JSON, $14 costs in micro-dollars, $15 seconds that each stays fresh; $16 whether the account is simulated.
WITH told AS MATERIALIZED (
    SELECT f.*
      FROM unnest($3::text[], $4::text[], $5::boolean[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::float8[],
                  $12::int[], $13::text[], $14::bigint[], $15::bigint[])
           AS f (e164, status, valid, country, line_type, carrier_name, mobile_country_code, mobile_network_code, validity_score,
                 error_code, answer, cost_micros, fresh_seconds)
), locked AS MATERIALIZED (
    SELECT n.e164,
           refinery_internal.is_settled(n, $16::boolean) AS is_settled,
           coalesce(n.asked_job = $1::bigint AND n.asked_token = $2::bigint, false) AS is_mine
      FROM refinery.numbers n
     WHERE n.e164 = ANY ($3::text[])
     ORDER BY n.e164
       FOR NO KEY UPDATE
), paid AS (
    UPDATE refinery.numbers n
       -- What the asker who was lost may have paid was added when the number was asked for again.
       SET cost_micros = n.cost_micros + CASE WHEN l.is_mine THEN t.cost_micros ELSE 0 END,
           asked_job = CASE WHEN l.is_mine THEN NULL ELSE n.asked_job END,
           asked_token = CASE WHEN l.is_mine THEN NULL ELSE n.asked_token END,
           status = CASE WHEN l.is_settled OR t.status = 'pending' THEN n.status ELSE t.status END,
           valid = CASE WHEN l.is_settled THEN n.valid ELSE coalesce(t.valid, n.valid) END,
           country = CASE WHEN l.is_settled THEN n.country ELSE coalesce(t.country, n.country) END,
           line_type = CASE WHEN l.is_settled OR t.status NOT IN ('answered', 'unknown') THEN n.line_type ELSE t.line_type END,
           carrier_name = CASE WHEN l.is_settled OR t.status NOT IN ('answered', 'unknown') THEN n.carrier_name ELSE t.carrier_name END,
           mobile_country_code = CASE WHEN l.is_settled OR t.status NOT IN ('answered', 'unknown') THEN n.mobile_country_code
                                      ELSE t.mobile_country_code END,
           mobile_network_code = CASE WHEN l.is_settled OR t.status NOT IN ('answered', 'unknown') THEN n.mobile_network_code
                                      ELSE t.mobile_network_code END,
           validity_score = CASE WHEN l.is_settled OR t.status = 'pending' THEN n.validity_score ELSE t.validity_score::numeric(3, 2) END,
           error_code = CASE WHEN l.is_settled OR t.status = 'pending' THEN n.error_code ELSE t.error_code END,
           answer = CASE WHEN l.is_settled OR t.status NOT IN ('answered', 'unknown') THEN n.answer ELSE t.answer::jsonb END,
           looked_up_at = CASE WHEN l.is_settled OR t.status = 'pending' THEN n.looked_up_at ELSE clock_timestamp() END,
           fresh_until = CASE WHEN l.is_settled OR t.status = 'pending' THEN n.fresh_until
                              ELSE clock_timestamp() + make_interval(secs => t.fresh_seconds) END,
           is_simulated = CASE WHEN l.is_settled OR t.status = 'pending' THEN n.is_simulated ELSE $16::boolean END
      FROM told t
      JOIN locked l ON l.e164 = t.e164
     WHERE n.e164 = t.e164
    RETURNING n.e164
)
SELECT count(*) FROM paid
