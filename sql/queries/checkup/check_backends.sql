-- sql/queries/checkup/check_backends.sql: sessions of workers and coordinators that the fleet does not know any more.
-- The session names itself refinery/<role>/<worker id>; a worker that just starts is given five seconds to register.
-- While processes live that hold no session lock, idle sessions may be those of a pooler, named after their last client.
SELECT a.pid, a.application_name::text, a.state, extract(epoch FROM clock_timestamp() - a.state_change)::float8
  FROM pg_catalog.pg_stat_activity a
 WHERE a.datname = current_database()
   AND a.application_name ~ '^refinery/(worker|coordinator|lookup-worker)/[0-9a-f-]{36}$'
   AND a.backend_start < clock_timestamp() - interval '5 seconds'
   AND NOT EXISTS (SELECT FROM refinery.workers w
                    WHERE w.id::text = split_part(a.application_name, '/', 3) AND w.lease_until >= clock_timestamp())
   AND (a.state <> 'idle' OR NOT EXISTS (SELECT FROM refinery.workers w WHERE NOT w.holds_lock))
 ORDER BY a.pid
