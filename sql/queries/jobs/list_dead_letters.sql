-- sql/queries/jobs/list_dead_letters.sql: jobs out of attempts with their whole history, oldest first.
-- $1 one run or null for all, $2 job after which the page begins, $3 limit, $4 whether to list those that were
-- discarded instead. Reads jobs_dead_index or jobs_discarded_index only.
SELECT j.id, j.run_id, r.kind, i.file_name, j.stage, j.seq, j.attempt, coalesce(j.first_row, 0), coalesce(j.row_count, 0),
       extract(epoch FROM j.finished_at)::float8, coalesce(j.errors, '[]'::jsonb)::text
  FROM refinery.jobs j
  JOIN refinery.runs r ON r.id = j.run_id
  LEFT JOIN refinery.imports i ON i.id = j.run_id
 WHERE ((NOT $4::boolean AND j.state = 'dead') OR ($4::boolean AND j.state = 'discarded'))
   AND ($1::uuid IS NULL OR j.run_id = $1::uuid) AND j.id > $2::bigint
 ORDER BY j.id
 LIMIT $3::int
