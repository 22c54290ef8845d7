-- sql/queries/enrichment/pause_enrich_run_at_cost.sql: the questions of run $1 reserved as much as it may cost: no new claims (see sql/views/control.sql). paused: by this.
-- in_flight: others of its questions may still give money back, so it goes on. not_running: another worker was faster, or somebody ended or paused it.
WITH locked AS MATERIALIZED (
    SELECT l.id, l.status FROM refinery_internal.lock_run($1::uuid) AS l
), in_flight AS MATERIALIZED (
    SELECT EXISTS (
        SELECT FROM locked l
          JOIN refinery.jobs j ON j.run_id = l.id AND j.stage = 'enrich' AND j.state = 'claimed'
          JOIN refinery.enrichments e ON e.asked_job = j.id AND e.asked_token = j.token
    ) AS is_any
)
SELECT CASE WHEN l.status <> 'running' THEN 'not_running'
            WHEN f.is_any THEN 'in_flight'
            ELSE replace(refinery_internal.pause_run_because($1::uuid, 'max_cost'), 'running', 'not_running') END
  FROM locked l CROSS JOIN in_flight f
