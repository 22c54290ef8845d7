-- sql/queries/checkup/check_xmin.sql: who keeps vacuum from removing dead rows: kind, name, seconds it has done so (null: hidden from
-- this user), transactions since, and whether nobody works behind it. Sessions of this program's checkup do not count, nor does
-- the leader's ($1 class, $2 key of its lock) while its transaction is no older than a term and what a busy machine adds to it.
-- A process of the fleet is idle when it has done nothing for five seconds: between two statements it may wait for its file.
SELECT 'transaction' AS kind,
       'process ' || a.pid || coalesce(', user ' || a.usename, '')
           || CASE WHEN coalesce(a.application_name, '') <> '' THEN ', ' || a.application_name ELSE '' END AS name,
       extract(epoch FROM clock_timestamp() - a.xact_start)::float8 AS seconds,
       greatest(age(a.backend_xmin), age(a.backend_xid))::bigint AS transactions,
       coalesce(a.state LIKE 'idle in transaction%', false)
           AND (a.application_name NOT LIKE 'refinery/%' OR a.state_change < clock_timestamp() - interval '5 seconds') AS is_idle
  FROM pg_catalog.pg_stat_activity a
 WHERE (a.backend_xmin IS NOT NULL OR a.backend_xid IS NOT NULL)
   AND (a.datname = current_database() OR a.datid IS NULL OR a.datid = 0)
   AND a.pid <> pg_backend_pid() AND a.backend_type IN ('client backend', 'walsender')
   AND a.application_name NOT LIKE 'refinery/doctor/%'
   AND NOT (a.xact_start > clock_timestamp() - interval '10 seconds' AND EXISTS (
       SELECT FROM pg_catalog.pg_locks l
        WHERE l.pid = a.pid AND l.locktype = 'advisory' AND l.granted AND l.classid = $1::int::oid AND l.objid = $2::int::oid
          AND l.objsubid = 2))
UNION ALL
SELECT 'prepared_transaction', p.gid, extract(epoch FROM clock_timestamp() - p.prepared)::float8, age(p.transaction)::bigint, true
  FROM pg_catalog.pg_prepared_xacts p WHERE p.database = current_database()
UNION ALL
SELECT 'replication_slot', s.slot_name, NULL, greatest(age(s.xmin), age(s.catalog_xmin))::bigint, NOT s.active
  FROM pg_catalog.pg_replication_slots s WHERE s.xmin IS NOT NULL OR s.catalog_xmin IS NOT NULL
 ORDER BY 4 DESC
