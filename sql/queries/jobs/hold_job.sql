-- sql/queries/jobs/hold_job.sql: puts a claimed split job aside without costing an attempt, until the import is resumed.
-- $1 id, $2 token, $3 worker, $4 run. Runs behind advance_split.sql, which locked the run: when somebody allowed more rows since
-- the splitter read the limit, the job is ready again, for nobody would wake it.
UPDATE refinery.jobs j
   SET state = CASE WHEN r.status = 'running' AND coalesce(i.split_rows < i.row_limit, true) THEN 'ready' ELSE 'waiting' END,
       ready_at = NULL, attempt = j.attempt - 1, worker_id = NULL, claimed_at = NULL
  FROM refinery.imports i
  JOIN refinery.runs r ON r.id = i.id
 WHERE i.id = j.run_id
   AND j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
RETURNING j.id
