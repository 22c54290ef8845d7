-- sql/queries/rescue_jobs.sql: takes the claimed jobs away from workers that died or hung, saying why in their history.
-- $1 worker ids, $2 why for each (worker_died or worker_hung). The next claim gives a job another token, so whatever the
-- old worker still tries changes nothing. SKIP LOCKED: a job whose worker stopped between its last statement and its
-- COMMIT is passed over, and taken in the round after its session was ended (end_sessions.sql). The runs are locked
-- first, so that nobody pauses or resumes them between the look and the change.
WITH looked AS MATERIALIZED (
    SELECT r.id, r.status
      FROM refinery.runs r
     WHERE r.id IN (SELECT j.run_id FROM refinery.jobs j WHERE j.worker_id = ANY ($1::uuid[]) AND j.state = 'claimed')
     ORDER BY r.id
       FOR SHARE
), lost AS MATERIALIZED (
    SELECT j.id, r.status, w.why
      FROM unnest($1::uuid[], $2::text[]) AS w (id, why)
      JOIN refinery.jobs j ON j.worker_id = w.id AND j.state = 'claimed'
      JOIN looked r ON r.id = j.run_id
       FOR NO KEY UPDATE OF j SKIP LOCKED
)
UPDATE refinery.jobs j
   SET state = CASE WHEN j.attempt >= j.attempts_max THEN 'dead'
                    WHEN lost.status = 'paused' THEN 'waiting'
                    ELSE 'ready' END,
       finished_at = CASE WHEN j.attempt >= j.attempts_max THEN clock_timestamp() END,
       worker_id = NULL,
       token = refinery_internal.next_fencing_token(),
       errors = coalesce(j.errors, '[]'::jsonb) || jsonb_build_object(
           'at', refinery_internal.utc_time(clock_timestamp()), 'attempt', j.attempt, 'worker_id', j.worker_id, 'code', lost.why,
           'message', CASE lost.why WHEN 'worker_died' THEN 'The worker process ended without finishing this batch.'
                                    ELSE 'The worker stopped renewing its lease.' END)
  FROM lost
 WHERE j.id = lost.id
RETURNING j.id, j.run_id, j.stage, j.state, lost.why
