-- sql/queries/end_sessions.sql: ends the database sessions of lost workers $1, so that what they hold (rows, fingerprints
-- in an open transaction) does not keep the living waiting. A worker that only hung connects and registers again.
SELECT pg_terminate_backend(a.pid)
  FROM pg_catalog.pg_stat_activity a
  JOIN unnest($1::text[]) AS w (id) ON a.application_name = 'refinery/worker/' || w.id
                                    OR a.application_name = 'refinery/coordinator/' || w.id
 WHERE a.datname = current_database() AND a.usename = current_user
