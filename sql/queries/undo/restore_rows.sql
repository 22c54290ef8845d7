-- sql/queries/undo/restore_rows.sql: rows of import $1 that repeated records of import $5: $2 are records now, $3 repeat records $4 instead. The
-- counters of its run follow, and those of the jobs that they are summed from, where these are still there. The run is locked.
WITH settled AS MATERIALIZED (
    SELECT refinery_internal.settle_duplicates($5::uuid, $1::uuid, $2::bigint[], $3::bigint[], $4::bigint[])
), jobs AS MATERIALIZED (
    SELECT j.id, j.first_row, j.row_count
      FROM refinery.jobs j
     WHERE j.run_id = $1::uuid AND j.stage = 'refine' AND j.state = 'done'
       AND j.first_row <= (SELECT max(r.row_number) FROM unnest($2::bigint[]) AS r (row_number))
       AND j.first_row + j.row_count > (SELECT min(r.row_number) FROM unnest($2::bigint[]) AS r (row_number))
), counts AS (
    SELECT j.id, count(*)::int AS restored
      FROM unnest($2::bigint[]) AS r (row_number)
      JOIN jobs j ON j.first_row <= r.row_number AND r.row_number < j.first_row + j.row_count
     GROUP BY j.id
), counted AS (
    UPDATE refinery.jobs j
       SET stored = j.stored + c.restored, duplicates = j.duplicates - c.restored
      FROM counts c
     WHERE j.id = c.id
)
UPDATE refinery.runs r
   SET counters = jsonb_strip_nulls(r.counters || jsonb_build_object(
           'stored', nullif(p.stored + cardinality($2::bigint[]), 0),
           'duplicates', nullif(p.duplicates - cardinality($2::bigint[]), 0)))
  FROM refinery.import_progress p, (SELECT count(*) FROM settled) AS s
 WHERE r.id = $1::uuid AND p.import_id = $1::uuid
