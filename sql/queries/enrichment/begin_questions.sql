-- sql/queries/enrichment/begin_questions.sql: the intent before the payment: takes permits for those of questions $5 that nobody asks already, and writes down that
-- job $1 with token $2, worker $3 and run $4 is about to ask them. Committed before the first request leaves.
-- $6 account, $7 their product, $8 living workers of the account, $9 names this request, so that it can be repeated when its answer was lost,
-- $10 microseconds that the answer is on its way, $11 where the provider may send a late answer, one a question, in the order of $5.
-- The questions were locked by lock_questions.sql. One row a question with what to do with it: settled (somebody answered, or the answer is on its way),
-- elsewhere (somebody is asking), ask, or later (no permit). A row without a question: none of them is there any more. No row: the lease was lost.
WITH job AS MATERIALIZED (
    SELECT j.id, j.run_id, r.status
      FROM refinery.jobs j
      JOIN refinery.runs r ON r.id = j.run_id
     WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
), wanted AS MATERIALIZED (
    SELECT e.id, f.callback_token,
           e.state = 'pending' OR refinery_internal.is_enrichment_settled(e) AS is_settled,
           e.asked_job IS NOT NULL AND (e.asked_job <> job.id OR e.asked_token <> $2::bigint) AS is_asked, e.asked_micros,
           EXISTS (SELECT FROM refinery.jobs o
                    WHERE o.id = e.asked_job AND o.id <> job.id AND o.token = e.asked_token AND o.state = 'claimed') AS is_elsewhere
      FROM job
      JOIN unnest($5::bigint[], $11::text[]) AS f (id, callback_token) ON true
      JOIN refinery.enrichments e ON e.id = f.id
), free AS MATERIALIZED (
    SELECT w.id, w.is_asked, w.asked_micros, w.callback_token, row_number() OVER (ORDER BY w.id) AS place
      FROM wanted w
     WHERE NOT w.is_settled AND NOT w.is_elsewhere
), held AS MATERIALIZED (
    -- Questions whose asker is gone are counted in the job. Its row is waited for here, before the budget that all wait for.
    SELECT j.id
      FROM refinery.jobs j
     WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
       AND EXISTS (SELECT FROM free f WHERE f.is_asked)
       FOR NO KEY UPDATE
), permit AS MATERIALIZED (
    SELECT p.*
      FROM job
      CROSS JOIN LATERAL refinery.take_lookup_permits_v1(
               $6::text, $3::uuid, job.run_id, ARRAY[$7::text], (SELECT count(*)::int FROM free), $8::int, $9::uuid, $10::bigint) AS p
     WHERE job.status = 'running' AND EXISTS (SELECT FROM free)
       AND (EXISTS (SELECT FROM held) OR NOT EXISTS (SELECT FROM free f WHERE f.is_asked))
), asked AS (
    UPDATE refinery.enrichments e
       SET asked_job = $1::bigint, asked_token = $2::bigint, asked_at = clock_timestamp(), asked_micros = p.price_micros, callback_token = f.callback_token,
           callback = NULL, state = 'open',
           -- Whoever was about to ask is gone: his request may have been paid.
           cost_micros = e.cost_micros + CASE WHEN f.is_asked THEN coalesce(f.asked_micros, p.price_micros) ELSE 0 END
      FROM permit p, free f
     WHERE e.id = f.id AND f.place <= p.granted
    RETURNING e.id, f.is_asked, CASE WHEN f.is_asked THEN coalesce(f.asked_micros, p.price_micros) END AS lost_micros
), repeated AS (
    -- With the intent: a crash before the answer forgets neither.
    UPDATE refinery.jobs j
       SET counters = refinery_internal.add_counters(
               j.counters, jsonb_build_object('repeated', r.questions, 'cost_micros', r.micros))
      FROM (SELECT count(*) AS questions, sum(a.lost_micros) AS micros FROM asked a WHERE a.is_asked) AS r
     WHERE r.questions > 0 AND j.id = $1::bigint
)
SELECT w.id,
       CASE WHEN w.is_settled THEN 'settled' WHEN w.is_elsewhere THEN 'elsewhere' WHEN a.id IS NOT NULL THEN 'ask' ELSE 'later' END,
       coalesce(a.is_asked, false),
       job.status, p.lease, coalesce(p.granted, 0), coalesce(p.offset_us, 0), coalesce(p.step_us, 0), coalesce(p.reason, 'ok'),
       coalesce(p.wait_us, 0), coalesce(p.epoch, 0), coalesce(p.price_micros, 0)
  FROM job
  LEFT JOIN wanted w ON true
  LEFT JOIN permit p ON true
  LEFT JOIN asked a ON a.id = w.id
 ORDER BY w.id
