-- sql/queries/enrichment/leave_ended_questions.sql: lays down what jobs that have ended otherwise than by asking all (dead letters, cancelled runs) were about to ask more than
-- $2 seconds ago, when no request can be under way any more; $1 seconds it counts as unanswered. Gives the runs whose counters that changed.
WITH ended AS MATERIALIZED (
    SELECT DISTINCT e.asked_job AS id
      FROM refinery.enrichments e
      LEFT JOIN refinery.jobs j ON j.id = e.asked_job
     WHERE e.asked_job IS NOT NULL AND e.asked_at < clock_timestamp() - make_interval(secs => $2::bigint)
       AND (j.id IS NULL OR j.state NOT IN ('ready', 'claimed', 'waiting'))
), laid_down AS MATERIALIZED (
    SELECT l.job, l.counters FROM refinery_internal.leave_questions((SELECT array_agg(d.id) FROM ended d), $1::bigint) AS l
), counted AS (
    UPDATE refinery.jobs j
       SET counters = refinery_internal.add_counters(j.counters, l.counters)
      FROM laid_down l
     WHERE j.id = l.job
    RETURNING j.run_id
)
SELECT DISTINCT c.run_id FROM counted c
