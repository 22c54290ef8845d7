-- sql/queries/activity/watch_waits.sql: what the sessions of the fleet do in the database right now, most common first. Sessions of
-- other users show no state to who may not see it.
SELECT split_part(a.application_name, '/', 2)::text, coalesce(a.state, 'hidden')::text,
       CASE WHEN a.state = 'idle' THEN '' ELSE coalesce(a.wait_event_type || ': ' || a.wait_event, 'running') END::text,
       count(*), coalesce(max(extract(epoch FROM clock_timestamp() - a.state_change)), 0)::float8
  FROM pg_catalog.pg_stat_activity a
 WHERE a.datname = current_database() AND a.application_name LIKE 'refinery/%' AND a.pid <> pg_backend_pid()
 GROUP BY 1, 2, 3
 ORDER BY 4 DESC, 1, 2, 3
 LIMIT $1::int
