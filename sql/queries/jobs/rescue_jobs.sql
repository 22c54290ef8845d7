-- sql/queries/jobs/rescue_jobs.sql: takes the claimed jobs away from workers that died or hung, saying why in their history.
-- $1 worker ids, $2 why for each (worker_died or worker_hung). The next claim gives a job another token, so whatever the
-- old worker still tries changes nothing. A job whose only attempt this was, and that its worker held together with others, may have
-- done nothing wrong: once, it goes back without having cost the attempt, and is tried apart.
-- SKIP LOCKED: a job whose worker stopped between its last statement and its
-- COMMIT is passed over, and taken in the round after its session was ended (end_sessions.sql). The runs are locked
-- first, so that nobody pauses or resumes them between the look and the change.
WITH looked AS MATERIALIZED (
    SELECT r.id, r.status
      FROM refinery.runs r
     WHERE r.id IN (SELECT j.run_id FROM refinery.jobs j WHERE j.worker_id = ANY ($1::uuid[]) AND j.state = 'claimed')
     ORDER BY r.id
       FOR SHARE
), lost AS MATERIALIZED (
    SELECT j.id, r.status, w.why, j.attempt - c.spared AS attempt, j.attempt - c.spared >= j.attempts_max AS is_over
      FROM unnest($1::uuid[], $2::text[]) AS w (id, why)
      JOIN refinery.jobs j ON j.worker_id = w.id AND j.state = 'claimed'
      JOIN looked r ON r.id = j.run_id
     CROSS JOIN LATERAL (
           SELECT CASE WHEN j.attempt >= j.attempts_max AND j.errors IS NULL
                        AND EXISTS (SELECT FROM refinery.jobs o WHERE o.worker_id = j.worker_id AND o.state = 'claimed' AND o.id <> j.id)
                       THEN 1 ELSE 0 END AS spared) AS c
       FOR NO KEY UPDATE OF j SKIP LOCKED
)
UPDATE refinery.jobs j
   SET state = CASE WHEN lost.is_over THEN 'dead'
                    WHEN lost.status = 'paused' THEN 'waiting'
                    ELSE 'ready' END,
       attempt = lost.attempt,
       finished_at = CASE WHEN lost.is_over THEN clock_timestamp() END,
       worker_id = NULL,
       token = refinery_internal.next_fencing_token(),
       errors = coalesce(j.errors, '[]'::jsonb) || jsonb_build_object(
           'at', refinery_internal.utc_time(clock_timestamp()), 'attempt', j.attempt, 'worker_id', j.worker_id, 'code', lost.why,
           'message', CASE lost.why WHEN 'worker_died' THEN 'The worker process ended without finishing this batch.'
                                    ELSE 'The worker stopped renewing its lease.' END)
  FROM lost
 WHERE j.id = lost.id
RETURNING j.id, j.run_id, j.stage, j.state, lost.why
