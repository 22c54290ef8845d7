-- sql/queries/fail_jobs.sql: a batch failed: back to waiting with a delay, or dead when its attempts are used up;
-- held when the import is paused.
-- $1 ids, $2 fencing tokens, $3 workers, $4 imports, $5 delay before the next attempt in milliseconds, $6 code, $7 message (never row contents), $8 whether no other
-- attempt can end otherwise.
-- The imports are locked, so that nobody pauses or resumes them between the look and the change.
WITH looked AS MATERIALIZED (
    SELECT i.id, i.status
      FROM refinery.imports i
     WHERE i.id IN (SELECT j.import_id FROM refinery.jobs j WHERE j.id = ANY ($1::bigint[]))
     ORDER BY i.number
       FOR SHARE
)
UPDATE refinery.jobs j
   SET state = CASE WHEN $8::boolean OR j.attempt >= j.attempts_max THEN 'dead' ELSE 'waiting' END,
       ready_at = CASE WHEN $8::boolean OR j.attempt >= j.attempts_max OR i.status = 'paused' THEN NULL
                       ELSE clock_timestamp() + make_interval(secs => f.delay_ms / 1000.0) END,
       finished_at = CASE WHEN $8::boolean OR j.attempt >= j.attempts_max THEN clock_timestamp() END,
       worker_id = NULL,
       errors = coalesce(j.errors, '[]'::jsonb) || jsonb_build_object(
           'at', refinery_internal.utc_time(clock_timestamp()), 'attempt', j.attempt, 'worker_id', j.worker_id, 'code', $6::text, 'message', $7::text)
  FROM unnest($1::bigint[], $2::bigint[], $3::uuid[], $4::uuid[], $5::bigint[]) AS f (id, token, worker_id, import_id, delay_ms), looked i
 WHERE i.id = j.import_id AND j.id = f.id AND j.token = f.token AND j.worker_id = f.worker_id AND j.import_id = f.import_id AND j.state = 'claimed'
RETURNING j.id, j.import_id, j.state
