-- sql/queries/checkup/check_fleet.sql: living processes by role, version and sign of life, for the whole fleet.
SELECT w.role, w.version, count(*), count(*) FILTER (WHERE w.holds_lock)
  FROM refinery.workers w
 WHERE w.lease_until >= clock_timestamp()
   AND (w.lease_until < 'infinity' OR w.number IN (SELECT refinery_internal.living_numbers()))
 GROUP BY w.role, w.version
 ORDER BY w.role, w.version
