-- sql/queries/jobs/end_stalled_sessions.sql: ends sessions of the fleet that wait in the middle of a COPY for rows of a client who gave it up
-- long ago: their connection is half open, and what they hold (fingerprints in an open transaction) keeps the living waiting. No timeout
-- of the server ends them: statement_timeout does not interrupt a read from the client, and they are not idle. Every process has the
-- statement_timeout of this session, and gives up a little later: $1 milliseconds after it nobody waits any more.
SELECT pg_terminate_backend(a.pid)
  FROM pg_catalog.pg_stat_activity a
 CROSS JOIN (SELECT s.setting::bigint AS milliseconds FROM pg_catalog.pg_settings s WHERE s.name = 'statement_timeout') AS t
 WHERE a.datname = current_database() AND a.usename = current_user AND a.application_name LIKE 'refinery/%'
   AND a.state = 'active' AND a.wait_event = 'ClientRead' AND t.milliseconds > 0
   AND a.query_start < clock_timestamp() - make_interval(secs => (t.milliseconds + $1::int) / 1000.0)
