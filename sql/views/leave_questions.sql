-- sql/views/leave_questions.sql: what jobs $1 were about to ask, or have asked without storing an answer, is laid down: nobody asks it again by itself, because its
-- job has asked all there is to ask, or has ended. It may have been paid: that is added to its cost, and, not to be paid twice, it counts as unanswered for $2
-- seconds. One row a job with what is to be added to its counters. Questions are locked in order, as by all who need several.
CREATE OR REPLACE FUNCTION refinery_internal.leave_questions(of_jobs bigint[], failed_s bigint) RETURNS TABLE (job bigint, counters jsonb)
LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
    WITH locked AS MATERIALIZED (
        SELECT e.id, e.asked_job, coalesce(e.asked_micros, 0) AS micros,
               CASE WHEN e.state = 'pending' OR refinery_internal.is_enrichment_settled(e) THEN e.state ELSE 'failed' END AS state
          FROM refinery.enrichments e
         WHERE e.asked_job = ANY (of_jobs)
         ORDER BY e.id
           FOR NO KEY UPDATE
    ), laid_down AS (
        UPDATE refinery.enrichments e
           SET asked_job = NULL, asked_token = NULL, asked_micros = NULL, cost_micros = e.cost_micros + l.micros, state = l.state,
               answered_at = CASE WHEN l.state = 'failed' THEN clock_timestamp() ELSE e.answered_at END,
               fresh_until = CASE WHEN l.state = 'failed' THEN clock_timestamp() + make_interval(secs => failed_s) ELSE e.fresh_until END
          FROM locked l
         WHERE e.id = l.id
        RETURNING l.asked_job, l.micros, l.state
    )
    SELECT d.asked_job,
           jsonb_strip_nulls(jsonb_build_object(
               'asked', count(*), 'cost_micros', nullif(sum(d.micros), 0), 'found', nullif(count(*) FILTER (WHERE d.state = 'found'), 0),
               'missed', nullif(count(*) FILTER (WHERE d.state = 'missed'), 0), 'refused', nullif(count(*) FILTER (WHERE d.state = 'refused'), 0),
               'unanswered', nullif(count(*) FILTER (WHERE d.state = 'failed'), 0)))
      FROM laid_down d
     GROUP BY d.asked_job
$$;
