-- sql/queries/jobs/fail_jobs.sql: a batch failed: back to waiting with a delay, or dead when its attempts are used up;
-- held when the run is paused.
-- $1 ids, $2 fencing tokens, $3 workers, $4 runs, $5 delay before the next attempt in milliseconds, $6 code, $7 message (never row contents), $8 whether no other
-- attempt can end otherwise.
-- The runs are locked, so that nobody pauses or resumes them between the look and the change.
WITH looked AS MATERIALIZED (
    SELECT r.id, r.status
      FROM refinery.runs r
     WHERE r.id IN (SELECT j.run_id FROM refinery.jobs j WHERE j.id = ANY ($1::bigint[]))
     ORDER BY r.id
       FOR SHARE
)
UPDATE refinery.jobs j
   SET state = CASE WHEN $8::boolean OR j.attempt >= j.attempts_max THEN 'dead' ELSE 'waiting' END,
       ready_at = CASE WHEN $8::boolean OR j.attempt >= j.attempts_max OR r.status = 'paused' THEN NULL
                       ELSE clock_timestamp() + make_interval(secs => f.delay_ms / 1000.0) END,
       finished_at = CASE WHEN $8::boolean OR j.attempt >= j.attempts_max THEN clock_timestamp() END,
       worker_id = NULL,
       errors = coalesce(j.errors, '[]'::jsonb) || jsonb_build_object(
           'at', refinery_internal.utc_time(clock_timestamp()), 'attempt', j.attempt, 'worker_id', j.worker_id, 'code', $6::text, 'message', $7::text)
  FROM unnest($1::bigint[], $2::bigint[], $3::uuid[], $4::uuid[], $5::bigint[]) AS f (id, token, worker_id, run_id, delay_ms), looked r
 WHERE r.id = j.run_id AND j.id = f.id AND j.token = f.token AND j.worker_id = f.worker_id AND j.run_id = f.run_id AND j.state = 'claimed'
RETURNING j.id, j.run_id, j.state
