-- sql/queries/checkup/check_leader.sql: whether a coordinator leads ($1 class, $2 key of its lock), sessions that hold the lock and are no
-- process of the fleet, living coordinators, how many runs want work for more than a moment, and dead letters.
WITH holder AS MATERIALIZED (
    SELECT a.pid, a.usename, a.application_name,
           EXISTS (SELECT FROM refinery.workers w
                    WHERE w.role = 'coordinator' AND a.application_name = 'refinery/coordinator/' || w.id) AS is_ours
      FROM pg_catalog.pg_locks l
      LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.granted AND l.classid = $1::int::oid AND l.objid = $2::int::oid AND l.objsubid = 2
       AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database()))
SELECT EXISTS (SELECT FROM holder),
       ARRAY(SELECT h.pid FROM holder h WHERE NOT h.is_ours AND h.pid IS NOT NULL ORDER BY h.pid),
       (SELECT count(*) FROM refinery.workers w WHERE w.role = 'coordinator' AND w.lease_until >= clock_timestamp()
           AND (w.lease_until < 'infinity' OR w.number IN (SELECT refinery_internal.living_numbers()))),
       (SELECT count(*) FROM refinery.runs r
         WHERE r.status = 'running' AND r.created_at < clock_timestamp() - interval '5 seconds'),
       (SELECT count(*) FROM refinery.jobs j WHERE j.state = 'dead')
