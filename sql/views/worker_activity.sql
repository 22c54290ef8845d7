-- sql/views/worker_activity.sql: the processes of the fleet, and what they hold now.
CREATE OR REPLACE VIEW refinery.worker_activity AS
SELECT w.id AS worker_id, w.role, w.host, w.pid, w.version, w.started_at,
       -- Null: it rests, and its lease lasts until it claims something.
       nullif(w.lease_until, 'infinity') AS lease_until, w.lease_until >= clock_timestamp()
           AND (w.lease_until < 'infinity' OR w.number IN (SELECT refinery_internal.living_numbers())) AS alive,
       count(j.id) AS jobs_claimed,
       coalesce(sum(j.row_count), 0) AS rows_claimed,
       min(j.claimed_at) AS oldest_claim,
       -- As it said itself when it last renewed its lease; null: it never did, or it does not any more.
       CASE WHEN w.lease_until >= clock_timestamp() THEN w.jobs_per_minute END AS jobs_per_minute,
       CASE WHEN w.lease_until >= clock_timestamp() THEN w.rows_per_minute END AS rows_per_minute
  FROM refinery.workers w
  LEFT JOIN refinery.jobs j ON j.worker_id = w.id AND j.state = 'claimed'
 GROUP BY w.id;
