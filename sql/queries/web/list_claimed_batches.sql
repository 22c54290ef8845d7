-- sql/queries/web/list_claimed_batches.sql: batches that workers hold now, of all imports, the oldest claim first, at most $1.
SELECT seq, state, first_row, row_count, attempt, stored, duplicates, rejected,
       extract(epoch FROM claimed_at)::float8, extract(epoch FROM finished_at)::float8, worker_id, run_id
  FROM refinery.jobs
 WHERE state = 'claimed' AND stage = 'refine'
 ORDER BY claimed_at
 LIMIT $1::int
