-- sql/queries/runs/pause_import_at_cost.sql: the lookups of import $1 reserved as much as it may cost: no new claims (see
-- sql/views/control.sql). paused: by this. in_flight: others of its lookups may still give money back, so it goes on. not_running: another
-- lookup worker was faster, or somebody ended or paused it; it stays as it is.
WITH locked AS MATERIALIZED (
    SELECT l.id, l.status FROM refinery_internal.lock_import($1::uuid) AS l
), in_flight AS MATERIALIZED (
    -- Intents of claimed jobs, found by the numbers of their rows: there is no index of intents.
    SELECT EXISTS (
        SELECT FROM locked l
          JOIN refinery.imports i ON i.id = l.id
          JOIN refinery.jobs j ON j.run_id = i.id AND j.stage = 'lookup' AND j.state = 'claimed'
         CROSS JOIN LATERAL (
               SELECT (i.number::bigint << 32) + n AS id FROM generate_series(j.first_row, j.first_row + j.row_count - 1) AS n
               UNION ALL
               SELECT d.record_id FROM refinery.duplicates d
                WHERE d.import_id = i.id AND d.row_number >= j.first_row AND d.row_number < j.first_row + j.row_count) AS row
          JOIN refinery.records r ON r.id = row.id
         CROSS JOIN LATERAL (VALUES (r.phone_e164 COLLATE "C"), (r.direct_phone_e164)) AS phone (e164)
          JOIN refinery.numbers n ON n.e164 = phone.e164 AND n.asked_job = j.id AND n.asked_token = j.token
    ) AS is_any
)
SELECT CASE WHEN l.status <> 'running' THEN 'not_running'
            WHEN f.is_any THEN 'in_flight'
            ELSE replace(refinery_internal.pause_run_because($1::uuid, 'max_cost'), 'running', 'not_running') END
  FROM locked l CROSS JOIN in_flight f
