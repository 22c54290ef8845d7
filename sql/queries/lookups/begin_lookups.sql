-- sql/queries/lookups/begin_lookups.sql: the intent before the payment: takes permits for those of numbers $5 that nobody asks for
-- already, and writes down that job $1 with token $2, worker $3 and run $4 is about to ask for them. Committed before the
-- first request leaves.
-- $6 account, $7 fields, $8 living lookup workers, $9 the provider that is asked, $10 names this request, so that it can be
-- repeated when its answer was lost, $11 microseconds that the answer is on its way.
-- The numbers were locked by lock_numbers.sql; after them the job, only where numbers whose asker is gone are counted in it, and
-- last the budget. One row a number with what to do with it: settled (somebody answered), elsewhere (somebody is asking),
-- ask, or later (no permit). The permits are due offset_us + k × step_us after this answer arrived, in order of numbers.
-- A row without a number: none of them is there any more. No row: the lease was lost.
WITH job AS MATERIALIZED (
    SELECT j.id, j.run_id, r.status
      FROM refinery.jobs j
      JOIN refinery.runs r ON r.id = j.run_id
     WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
), wanted AS MATERIALIZED (
    SELECT n.e164,
           refinery_internal.is_settled(n, $9::text) AS is_settled,
           n.asked_job IS NOT NULL AND (n.asked_job <> job.id OR n.asked_token <> $2::bigint) AS is_asked,
           EXISTS (SELECT FROM refinery.jobs o
                    WHERE o.id = n.asked_job AND o.id <> job.id AND o.token = n.asked_token AND o.state = 'claimed') AS is_elsewhere
      FROM job
      JOIN refinery.numbers n ON n.e164 = ANY ($5::text[])
), free AS MATERIALIZED (
    SELECT w.e164, w.is_asked, row_number() OVER (ORDER BY w.e164) AS place
      FROM wanted w
     WHERE NOT w.is_settled AND NOT w.is_elsewhere
), held AS MATERIALIZED (
    -- Numbers whose asker is gone are counted in the job. Its row is waited for here, before the budget that all wait for.
    SELECT j.id
      FROM refinery.jobs j
     WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
       AND EXISTS (SELECT FROM free f WHERE f.is_asked)
       FOR NO KEY UPDATE
), permit AS MATERIALIZED (
    SELECT p.*
      FROM job
      CROSS JOIN LATERAL refinery.take_lookup_permits_v1(
               $6::text, $3::uuid, job.run_id, $7::text[], (SELECT count(*)::int FROM free), $8::int,
               $10::uuid, $11::bigint) AS p
     WHERE job.status = 'running' AND EXISTS (SELECT FROM free)
       AND (EXISTS (SELECT FROM held) OR NOT EXISTS (SELECT FROM free f WHERE f.is_asked))
), asked AS (
    UPDATE refinery.numbers n
       SET asked_job = $1::bigint, asked_token = $2::bigint, asked_at = clock_timestamp(),
           -- Whoever was about to ask is gone: his request may have been paid.
           cost_micros = n.cost_micros + CASE WHEN f.is_asked THEN p.price_micros ELSE 0 END
      FROM permit p, free f
     WHERE n.e164 = f.e164 AND f.place <= p.granted
    RETURNING n.e164, f.is_asked
), repeated AS (
    -- With the intent: a crash before the answer forgets neither.
    UPDATE refinery.jobs j
       SET lookups_repeated = j.lookups_repeated + r.numbers
      FROM (SELECT count(*)::int AS numbers FROM asked WHERE is_asked) AS r
     WHERE r.numbers > 0 AND j.id = $1::bigint
)
SELECT w.e164,
       CASE WHEN w.is_settled THEN 'settled' WHEN w.is_elsewhere THEN 'elsewhere' WHEN a.e164 IS NOT NULL THEN 'ask' ELSE 'later' END,
       coalesce(a.is_asked, false),
       job.status, p.lease, coalesce(p.granted, 0), coalesce(p.offset_us, 0), coalesce(p.step_us, 0), coalesce(p.reason, 'ok'),
       coalesce(p.wait_us, 0), coalesce(p.epoch, 0), coalesce(p.price_micros, 0)
  FROM job
  LEFT JOIN wanted w ON true
  LEFT JOIN permit p ON true
  LEFT JOIN asked a ON a.e164 = w.e164
 ORDER BY w.e164
