-- sql/queries/activity/watch_workers.sql: living processes and what they hold, by role and host (see sql/views/worker_activity.sql).
SELECT w.worker_id, w.role, w.host, w.pid, w.version, w.alive, w.jobs_claimed, w.rows_claimed::bigint,
       extract(epoch FROM clock_timestamp() - w.oldest_claim)::float8,
       extract(epoch FROM clock_timestamp() - w.started_at)::float8,
       w.jobs_per_minute, w.rows_per_minute
  FROM refinery.worker_activity w
 ORDER BY w.role, w.host, w.started_at
 LIMIT $1::int
