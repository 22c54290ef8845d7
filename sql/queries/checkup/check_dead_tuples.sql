-- sql/queries/checkup/check_dead_tuples.sql: live and dead rows of the tables that change all the time, and how long ago each was vacuumed.
SELECT s.relname::text, s.n_live_tup, s.n_dead_tup,
       extract(epoch FROM clock_timestamp() - greatest(s.last_vacuum, s.last_autovacuum))::float8,
       current_setting('autovacuum')::boolean
           AND NOT coalesce('autovacuum_enabled=false' = ANY (c.reloptions), false) AS autovacuum
  FROM pg_catalog.pg_stat_user_tables s
  JOIN pg_catalog.pg_class c ON c.oid = s.relid
 WHERE s.schemaname = 'refinery' AND s.relname IN ('jobs', 'runs', 'imports', 'workers', 'events', 'records', 'fingerprints', 'source_chunks')
 ORDER BY s.n_dead_tup DESC
