-- sql/queries/enrichment/erase_enrichments.sql: personas $1 and records $2 go: the questions that were asked about them, or with what the records said, go too with their
-- answers, unless somebody else asked them as well. What is asked at this moment may have been paid: it counts in the job that asks, as unanswered, for its answer is
-- stored nowhere. Gives the runs whose counters that changed. Questions first, then the job, is the order of all who need several.
WITH gone AS (
    DELETE FROM refinery.persona_enrichments a
     WHERE a.persona_id = ANY ($1::uuid[]) OR a.record_id = ANY ($2::bigint[])
    RETURNING a.persona_id, a.enrichment_id
), doomed AS MATERIALIZED (
    SELECT e.id, e.asked_job, coalesce(e.asked_micros, 0) AS micros
      FROM refinery.enrichments e
     WHERE e.id IN (SELECT g.enrichment_id FROM gone g)
       AND NOT EXISTS (SELECT FROM refinery.persona_enrichments a
                        WHERE a.enrichment_id = e.id
                          AND NOT EXISTS (SELECT FROM gone g WHERE g.persona_id = a.persona_id AND g.enrichment_id = a.enrichment_id))
     ORDER BY e.id
       FOR UPDATE
), erased AS (
    DELETE FROM refinery.enrichments e USING doomed d WHERE e.id = d.id
), counted AS (
    UPDATE refinery.jobs j
       SET counters = refinery_internal.add_counters(
               j.counters, jsonb_build_object('asked', a.questions, 'unanswered', a.questions, 'cost_micros', a.micros))
      FROM (SELECT d.asked_job, count(*) AS questions, sum(d.micros) AS micros FROM doomed d WHERE d.asked_job IS NOT NULL GROUP BY 1) AS a
     WHERE j.id = a.asked_job
    RETURNING j.run_id
)
SELECT DISTINCT c.run_id FROM counted c
