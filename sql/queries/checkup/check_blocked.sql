-- sql/queries/checkup/check_blocked.sql: sessions of the fleet that have waited for a lock for five seconds, and the processes that hold it.
SELECT a.pid, a.application_name::text, extract(epoch FROM clock_timestamp() - l.waitstart)::float8,
       array_remove(pg_blocking_pids(a.pid), 0),
       ARRAY(SELECT 'process ' || b.pid || coalesce(', user ' || b.usename, '') || coalesce(', ' || nullif(b.application_name, ''), '')
               FROM pg_catalog.pg_stat_activity b WHERE b.pid = ANY (pg_blocking_pids(a.pid)) ORDER BY b.pid)
  FROM pg_catalog.pg_locks l
  JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
 WHERE NOT l.granted AND l.waitstart < clock_timestamp() - interval '5 seconds'
   AND a.datname = current_database() AND a.application_name LIKE 'refinery/%'
 ORDER BY l.waitstart
