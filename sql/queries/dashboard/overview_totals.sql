-- sql/queries/dashboard/overview_totals.sql: all imports in one row: how many there are, rows with each outcome, and what waits: jobs that may be
-- claimed, jobs that workers hold, dead letters. Ready jobs are counted up to 100,000.
SELECT count(*), coalesce(sum(n.stored), 0)::bigint, coalesce(sum(n.duplicates), 0)::bigint, coalesce(sum(n.rejected), 0)::bigint,
       count(*) FILTER (WHERE r.status = 'running'),
       (SELECT count(*) FROM (SELECT FROM refinery.jobs j WHERE j.state = 'ready' LIMIT 100000) AS ready),
       (SELECT count(*) FROM refinery.jobs j WHERE j.state = 'claimed'),
       (SELECT count(*) FROM refinery.jobs j WHERE j.state = 'dead')
  FROM refinery.runs r
 CROSS JOIN LATERAL jsonb_to_record(r.counters) AS n (stored bigint, duplicates bigint, rejected bigint)
 WHERE r.kind = 'import'
