-- sql/queries/imports/await_source.sql: puts a claimed split job aside until more than $5 bytes of its source are there, without costing an attempt.
-- $1 id, $2 token, $3 worker, $4 run. Runs behind advance_split.sql, which locked the import: when more arrived since the splitter looked,
-- the job is ready again, for nobody would wake it. The time is for bytes that somebody stored without telling.
UPDATE refinery.jobs j
   SET state = CASE WHEN r.status = 'running' AND coalesce(i.source_received > $5::bigint, true) THEN 'ready' ELSE 'waiting' END,
       ready_at = CASE WHEN r.status = 'running' AND i.source_received <= $5::bigint THEN clock_timestamp() + interval '1 s' END,
       attempt = j.attempt - 1, worker_id = NULL, claimed_at = NULL
  FROM refinery.imports i
  JOIN refinery.runs r ON r.id = i.id
 WHERE i.id = j.run_id
   AND j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
RETURNING j.id
