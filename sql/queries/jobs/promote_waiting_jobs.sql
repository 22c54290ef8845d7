-- sql/queries/jobs/promote_waiting_jobs.sql: waiting jobs whose time has come become ready. Held jobs have no time and stay.
WITH due AS MATERIALIZED (
    SELECT id
      FROM refinery.jobs
     WHERE state = 'waiting' AND ready_at <= clock_timestamp()
     ORDER BY ready_at
     LIMIT 1000
       FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE refinery.jobs j
   SET state = 'ready', ready_at = NULL
  FROM due
 WHERE j.id = due.id
RETURNING j.stage
