-- sql/queries/jobs/find_lost_workers.sql: workers that died (session lock gone) or hung (lease lapsed).
-- $1 class of the advisory locks, $2 grace in milliseconds after a start of the server, in which the missing lock of a worker
-- that is older than that start proves nothing: a restart ends all session locks, and living workers need time to register
-- again. Until a worker's lock is confirmed (holds_lock) only its lease counts. $3 the lease in milliseconds: that of a worker which
-- rested (rest.sql) counts from its first claim, until it is renewed.
SELECT w.id, CASE WHEN w.lease_until < clock_timestamp() OR h.is_hung THEN 'worker_hung' ELSE 'worker_died' END AS why
  FROM refinery.workers w
 CROSS JOIN LATERAL (
     SELECT w.lease_until = 'infinity' AND EXISTS (
         SELECT FROM refinery.jobs j
          WHERE j.worker_id = w.id AND j.state = 'claimed'
            AND j.claimed_at < clock_timestamp() - make_interval(secs => $3::int / 1000.0)) AS is_hung) AS h
 WHERE w.lease_until < clock_timestamp()
    OR h.is_hung
    OR (w.holds_lock
        AND (w.started_at > pg_postmaster_start_time()
             OR clock_timestamp() - pg_postmaster_start_time() > make_interval(secs => $2::int / 1000.0))
        AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_locks l
             WHERE l.locktype = 'advisory' AND l.granted AND l.database = (
                       SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())
               AND l.classid = $1::int::oid AND l.objid = w.number::oid AND l.objsubid = 2))
