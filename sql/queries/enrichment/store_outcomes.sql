-- sql/queries/enrichment/store_outcomes.sql: what came of questions $3 that job $1 with token $2 asked, or fetched the late answers of: $4 state, $5 result, $6 answer as it
-- came, $7 what was paid in micro-dollars, $8 seconds that it stays fresh, $9 and $10 how a late answer is fetched and known, $11 seconds until it is worth to
-- fetch it, $12 lease, $13 micro-dollars that the request cost less than its price and $14 what it adds to the counters of the job. open: to be asked again.
-- The first that answers a question stays: answers are true whoever asked. Cost, refund and counters count where the intent is this claim's, also when another
-- worker holds the job now; where the intent is somebody else's, what this asker may have paid was added when he took over. Of a late answer, which has no intent
-- any more, whoever settles it counts. Running it again changes nothing. One row: whether the job is still this claim's. Questions first, then the job, then the
-- budget is the order of all who need several.
WITH locked AS MATERIALIZED (
    SELECT e.id, coalesce(e.asked_job = $1::bigint AND e.asked_token = $2::bigint, false) AS is_own,
           e.state = 'pending' AS is_awaited, e.state = 'failed' AS is_given_up,
           e.state <> 'failed' AND refinery_internal.is_enrichment_settled(e) AS is_answered
      FROM refinery.enrichments e
     WHERE e.id = ANY ($3::bigint[])
     ORDER BY e.id
       FOR NO KEY UPDATE
), told AS MATERIALIZED (
    SELECT t.*, l.is_own, l.is_answered OR t.state = 'open' OR (l.is_given_up AND NOT l.is_own AND t.state = 'pending') AS stays,
           l.is_own OR (l.is_awaited AND t.state NOT IN ('open', 'pending')) AS counts
      FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::text[], $10::text[], $11::int[],
                  $12::bigint[], $13::bigint[], $14::text[])
           AS t (id, state, result, answer, cost_micros, fresh_s, pending_token, callback_key, collect_s, lease, refund_micros, counters)
      JOIN locked l ON l.id = t.id
), stored AS (
    UPDATE refinery.enrichments e
       SET asked_job = CASE WHEN NOT t.is_own THEN e.asked_job END,
           asked_token = CASE WHEN NOT t.is_own THEN e.asked_token END,
           asked_micros = CASE WHEN NOT t.is_own THEN e.asked_micros END,
           cost_micros = e.cost_micros + CASE WHEN t.is_own THEN t.cost_micros ELSE 0 END,
           state = CASE WHEN t.stays THEN e.state ELSE t.state END,
           result = CASE WHEN t.stays THEN e.result ELSE t.result::jsonb END,
           answer = CASE WHEN t.stays THEN e.answer ELSE t.answer::jsonb END,
           answered_at = CASE WHEN t.stays THEN e.answered_at ELSE clock_timestamp() END,
           fresh_until = CASE WHEN t.stays THEN e.fresh_until ELSE clock_timestamp() + make_interval(secs => t.fresh_s) END,
           pending_token = CASE WHEN t.stays THEN e.pending_token ELSE t.pending_token END,
           callback_key = CASE WHEN t.stays THEN e.callback_key ELSE t.callback_key END,
           collect_at = CASE WHEN t.stays THEN e.collect_at WHEN t.state = 'pending' THEN clock_timestamp() + make_interval(secs => t.collect_s) END,
           collect_until = CASE WHEN t.stays THEN e.collect_until
                                WHEN t.state = 'pending' THEN coalesce(e.collect_until, clock_timestamp() + make_interval(secs => t.fresh_s)) END,
           callback = CASE WHEN t.stays THEN e.callback END,
           callback_token = CASE WHEN t.stays OR t.state = 'pending' THEN e.callback_token END
      FROM told t
     WHERE e.id = t.id
    RETURNING e.id
), counted AS (
    -- A job that gets on is no poison.
    UPDATE refinery.jobs j
       SET counters = refinery_internal.add_counters(j.counters, c.more),
           attempt = CASE WHEN j.token = $2::bigint AND j.state = 'claimed' THEN 1 ELSE j.attempt END
      FROM (SELECT jsonb_object_agg(n.name, n.total) AS more
              FROM (SELECT e.key AS name, sum(e.value::numeric) AS total
                      FROM told t
                      JOIN stored s ON s.id = t.id
                     CROSS JOIN LATERAL jsonb_each_text(t.counters::jsonb) AS e
                     WHERE t.counts
                     GROUP BY e.key) AS n) AS c
     WHERE j.id = $1::bigint AND c.more IS NOT NULL
    RETURNING j.id
), refunded AS MATERIALIZED (
    SELECT refinery.refund_lookup_permits_v1(r.lease, r.micros)
      FROM (SELECT t.lease, sum(t.refund_micros)::bigint AS micros
              FROM told t
             CROSS JOIN (SELECT count(*) FROM counted) AS c
             WHERE t.is_own AND t.refund_micros > 0 AND t.lease IS NOT NULL
             GROUP BY t.lease ORDER BY t.lease) AS r
)
-- Named here, so that it happens.
SELECT EXISTS (SELECT FROM refinery.jobs j WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.state = 'claimed')
  FROM (SELECT count(*) AS leases FROM refunded) AS r
 WHERE r.leases >= 0
