-- sql/queries/jobs/list_dead_jobs.sql: dead letters of run $1 with the last thing that went wrong, at most $2.
SELECT id, stage, seq, attempt, errors -> -1 ->> 'code', errors -> -1 ->> 'message'
  FROM refinery.jobs
 WHERE run_id = $1::uuid AND state = 'dead'
 ORDER BY stage, seq
 LIMIT $2::int
