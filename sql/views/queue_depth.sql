-- sql/views/queue_depth.sql: how much work waits for each role of the fleet, and since when: what a scaler asks, every few seconds. A row a
-- stage, also where nothing waits. depth counts ready and leased jobs: counted without the leased ones, scaling in would end busy workers.
CREATE OR REPLACE VIEW refinery.queue_depth AS
SELECT s.stage, s.role, r.jobs AS ready, c.jobs AS leased, r.jobs + c.jobs AS depth,
       coalesce(extract(epoch FROM clock_timestamp() - r.oldest), 0)::float8 AS oldest_ready_seconds
  FROM (VALUES ('split', 'coordinator'), ('refine', 'worker'), ('link', 'worker'), ('lookup', 'lookup-worker'), ('enrich', 'enrich-worker'),
               ('push', 'push-worker'))
       AS s (stage, role)
 CROSS JOIN LATERAL (
       SELECT count(*) AS jobs, min(j.created_at) AS oldest FROM refinery.jobs j WHERE j.state = 'ready' AND j.stage = s.stage) AS r
 CROSS JOIN LATERAL (SELECT count(*) AS jobs FROM refinery.jobs j WHERE j.state = 'claimed' AND j.stage = s.stage) AS c;
