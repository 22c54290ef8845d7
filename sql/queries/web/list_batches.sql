-- sql/queries/web/list_batches.sql: batches of import $1 behind number $2, at most $3.
SELECT seq, state, first_row, row_count, attempt, stored, duplicates, rejected,
       extract(epoch FROM claimed_at)::float8, extract(epoch FROM finished_at)::float8, worker_id, run_id
  FROM refinery.jobs
 WHERE run_id = $1::uuid AND stage = 'refine' AND seq > $2::int
 ORDER BY seq
 LIMIT $3::int
