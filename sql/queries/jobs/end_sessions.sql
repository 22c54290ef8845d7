-- sql/queries/jobs/end_sessions.sql: ends the database sessions of lost workers $1, so that what they hold (rows, fingerprints
-- in an open transaction) does not keep the living waiting. A worker that only hung connects and registers again.
-- Only of workers that held their session lock, that is without a pooler: the sessions of a pooler bear the name of the
-- client they served last, and may serve an innocent one by now. There a transaction that stays open ends by
-- idle_in_transaction_session_timeout.
SELECT pg_terminate_backend(a.pid)
  FROM refinery.workers w
  JOIN pg_catalog.pg_stat_activity a ON lower(a.application_name) = 'refinery/' || w.role || '/' || w.id::text
 WHERE w.id = ANY ($1::uuid[]) AND w.holds_lock
   AND a.datname = current_database() AND a.usename = current_user
