-- sql/queries/personas/list_job_records.sql: the records that link job $1 covers: those stored from its rows, which are new, and those of
-- other imports that its rows repeat. Those of its own import come with their own rows, and were read with all that repeats them.
WITH span AS MATERIALIZED (
    SELECT i.id, (i.number::bigint << 32) + j.first_row AS low, (i.number::bigint << 32) + j.first_row + j.row_count AS high,
           j.first_row, j.row_count
      FROM refinery.jobs j
      JOIN refinery.link_runs l ON l.run_id = j.run_id
      JOIN refinery.imports i ON i.id = l.import_id
     WHERE j.id = $1::bigint
)
SELECT r.id, true FROM span s JOIN refinery.records r ON r.id >= s.low AND r.id < s.high
UNION
SELECT r.id, false
  FROM span s
  JOIN refinery.duplicates d ON d.import_id = s.id AND d.row_number >= s.first_row AND d.row_number < s.first_row + s.row_count
  JOIN refinery.records r ON r.id = d.record_id AND r.import_id <> s.id
