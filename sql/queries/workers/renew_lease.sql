-- sql/queries/workers/renew_lease.sql: one lease for the whole process, never one a job: $1 worker id, $2 lease in milliseconds,
-- $5 jobs that it saw to within the last minute, $6 their rows.
-- No row back means that the worker was taken for dead: it registers again. Says whether a coordinator leads, that is whether
-- somebody holds the advisory lock of class $3 and key $4, how many processes the fleet has, and whether this one is to end.
UPDATE refinery.workers
   SET lease_until = clock_timestamp() + make_interval(secs => $2::int / 1000.0), jobs_per_minute = $5::int, rows_per_minute = $6::bigint
 WHERE id = $1::uuid
RETURNING (SELECT count(*) FROM refinery.workers), EXISTS (
    SELECT FROM pg_catalog.pg_locks l
     WHERE l.locktype = 'advisory' AND l.granted AND l.classid = $3::int::oid AND l.objid = $4::int::oid AND l.objsubid = 2
       AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())), draining_at IS NOT NULL
