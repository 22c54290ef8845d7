-- lab/sql/ledger.sql: every row of one import ($import) has exactly one outcome; what comes back is counts of what is wrong.
WITH outcomes AS (
    SELECT row_number FROM refinery.records WHERE import_id = %(import)s
    UNION ALL SELECT row_number FROM refinery.duplicates WHERE import_id = %(import)s
    UNION ALL SELECT row_number FROM refinery.rejects WHERE import_id = %(import)s
), tally AS (
    SELECT count(*) AS outcomes, count(DISTINCT row_number) AS distinct_rows,
           count(DISTINCT row_number) FILTER (WHERE row_number BETWEEN 1 AND %(rows)s) AS known_rows
      FROM outcomes
), jobs AS (
    SELECT coalesce(sum(stored), 0) AS stored, coalesce(sum(duplicates), 0) AS duplicates,
           coalesce(sum(rejected), 0) AS rejected, coalesce(sum(row_count) FILTER (WHERE stage = 'refine'), 0) AS rows,
           count(*) FILTER (WHERE state = 'claimed') AS claimed, count(*) FILTER (WHERE state NOT IN ('done', 'claimed')) AS unfinished,
           -- A lookup job that gets on counts its attempts from there (count_lookups.sql).
           count(*) FILTER (WHERE state = 'done' AND (attempt > 1 + coalesce(jsonb_array_length(errors), 0)
               OR stage <> 'lookup' AND attempt < 1 + coalesce(jsonb_array_length(errors), 0))) AS odd_attempts
      FROM refinery.jobs WHERE run_id = %(import)s
)
SELECT %(rows)s - t.known_rows AS rows_lost,
       t.outcomes - t.known_rows AS outcomes_too_many,
       j.claimed AS jobs_left_claimed,
       j.unfinished AS jobs_unfinished,
       j.odd_attempts AS jobs_whose_attempts_differ_from_their_history,
       %(rows)s - j.rows AS rows_in_no_batch,
       (p.status <> 'completed')::int AS imports_not_completed,
       ((p.stored, p.duplicates, p.rejected) IS DISTINCT FROM
           (j.stored, j.duplicates, i.split_rejected + j.rejected))::int AS imports_with_wrong_counts,
       (SELECT count(*) FROM refinery.records WHERE import_id = %(import)s) - p.stored AS records_beside_the_count,
       (SELECT count(*) FROM refinery.duplicates WHERE import_id = %(import)s) - p.duplicates AS duplicates_beside_the_count,
       (SELECT count(*) FROM refinery.rejects WHERE import_id = %(import)s) - p.rejected AS rejects_beside_the_count,
       (SELECT count(*) FROM refinery.duplicates d
         WHERE d.import_id = %(import)s AND NOT EXISTS (SELECT FROM refinery.records r WHERE r.id = d.record_id))
           AS duplicates_of_nothing
  FROM refinery.imports i, refinery.import_progress p, tally t, jobs j
 WHERE i.id = %(import)s AND p.import_id = i.id
