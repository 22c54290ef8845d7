-- sql/queries/lookups/list_job_numbers.sql: the distinct numbers of lookup job $1: of the records that its rows became, and of the
-- records that its rows repeat. $2 who would be asked. In order of numbers, with how many phone
-- cells have each, whether it is known, and whether it is settled (answered, unknown or failed, and still fresh).
WITH job AS MATERIALIZED (
    SELECT j.run_id AS import_id, j.first_row, j.row_count, i.number::bigint << 32 AS base
      FROM refinery.jobs j
      JOIN refinery.imports i ON i.id = j.run_id
     WHERE j.id = $1::bigint
), found AS (
    SELECT r.phone_e164, r.direct_phone_e164
      FROM job
      JOIN refinery.records r ON r.id >= job.base + job.first_row AND r.id < job.base + job.first_row + job.row_count
    UNION ALL
    SELECT r.phone_e164, r.direct_phone_e164
      FROM job
      JOIN refinery.duplicates d ON d.import_id = job.import_id
                                AND d.row_number >= job.first_row AND d.row_number < job.first_row + job.row_count
      JOIN refinery.records r ON r.id = d.record_id
), wanted AS (
    SELECT f.e164 COLLATE "C" AS e164, count(*) AS cells
      FROM (SELECT phone_e164 FROM found UNION ALL SELECT direct_phone_e164 FROM found) AS f (e164)
     WHERE f.e164 IS NOT NULL
     GROUP BY f.e164
)
SELECT w.e164, w.cells, n.e164 IS NOT NULL,
       coalesce(refinery_internal.is_settled(n, $2::text), false)
  FROM wanted w
  LEFT JOIN refinery.numbers n ON n.e164 = w.e164
 ORDER BY w.e164
