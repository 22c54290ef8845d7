-- sql/queries/metrics/list_fleet_metrics.sql: what the database knows of the fleet, a row a value: name, labels by turns name and value, value.
-- Counters that are folded, and rows of partial indexes: nothing here counts records or finished jobs.
WITH depth AS MATERIALIZED (SELECT q.stage, q.ready, q.leased, q.oldest_ready_seconds FROM refinery.queue_depth q),
     held AS MATERIALIZED (
         SELECT 'waiting' AS state, j.stage, count(*) AS jobs FROM refinery.jobs j WHERE j.state = 'waiting' GROUP BY j.stage
         UNION ALL
         SELECT 'dead', j.stage, count(*) FROM refinery.jobs j WHERE j.state = 'dead' GROUP BY j.stage),
     counted AS MATERIALIZED (
         SELECT r.kind, r.status, count(*) AS runs, sum((r.counters ->> 'stored')::numeric) AS stored,
                sum((r.counters ->> 'duplicates')::numeric) AS duplicates, sum((r.counters ->> 'rejected')::numeric) AS rejected,
                sum((r.counters ->> 'numbers_done')::numeric) AS numbers_done, sum((r.counters ->> 'numbers_failed')::numeric) AS numbers_failed,
                sum((r.counters ->> 'lookups')::numeric) AS lookups
           FROM refinery.runs r
          GROUP BY r.kind, r.status),
     budgets AS MATERIALIZED (SELECT b.* FROM refinery.lookup_budget_state b)
SELECT m.name, m.labels, m.value::float8
  FROM (SELECT 'refinery_jobs' AS name, ARRAY['stage', d.stage, 'state', s.state] AS labels,
               CASE s.state WHEN 'ready' THEN d.ready WHEN 'claimed' THEN d.leased
                            ELSE coalesce((SELECT h.jobs FROM held h WHERE h.stage = d.stage AND h.state = s.state), 0) END AS value
          FROM depth d CROSS JOIN (VALUES ('ready'), ('claimed'), ('waiting'), ('dead')) AS s (state)
        UNION ALL
        SELECT 'refinery_oldest_ready_job_age_seconds', ARRAY['stage', d.stage], d.oldest_ready_seconds FROM depth d
        UNION ALL
        SELECT 'refinery_runs', ARRAY['kind', c.kind, 'status', c.status], c.runs FROM counted c
        UNION ALL
        SELECT 'refinery_rows_total', ARRAY['outcome', o.outcome],
               (SELECT coalesce(sum(CASE o.outcome WHEN 'stored' THEN c.stored WHEN 'duplicate' THEN c.duplicates ELSE c.rejected END), 0)
                  FROM counted c WHERE c.kind = 'import')
          FROM (VALUES ('stored'), ('duplicate'), ('rejected')) AS o (outcome)
        UNION ALL
        SELECT 'refinery_numbers_total', ARRAY['outcome', o.outcome],
               (SELECT coalesce(sum(CASE o.outcome WHEN 'failed' THEN c.numbers_failed ELSE c.numbers_done - coalesce(c.numbers_failed, 0) END), 0)
                  FROM counted c)
          FROM (VALUES ('settled'), ('failed')) AS o (outcome)
        UNION ALL
        SELECT 'refinery_requests_paid_total', '{}', (SELECT coalesce(sum(c.lookups), 0) FROM counted c)
        UNION ALL
        SELECT 'refinery_permits_total', '{}', (SELECT coalesce(sum(s.permits), 0) FROM refinery.run_spending s)
        UNION ALL
        SELECT 'refinery_budget_spent_dollars', ARRAY['account', b.account], b.spent_usd FROM budgets b
        UNION ALL
        SELECT 'refinery_budget_requests_used', ARRAY['account', b.account], b.used_requests FROM budgets b
        UNION ALL
        SELECT 'refinery_budget_rate', ARRAY['account', b.account], b.rate_now FROM budgets b
        UNION ALL
        SELECT 'refinery_budget_in_flight_ceiling', ARRAY['account', b.account], b.in_flight_ceiling FROM budgets b
        UNION ALL
        SELECT 'refinery_budget_state', ARRAY['account', b.account, 'state', s.state], CASE WHEN b.state = s.state THEN 1 ELSE 0 END
          FROM budgets b
         CROSS JOIN (VALUES ('ok'), ('paused'), ('throttled'), ('slowed'), ('open'), ('probing'), ('stopped'), ('quota'), ('money')) AS s (state)
        UNION ALL
        SELECT 'refinery_workers', ARRAY['role', r.role],
               (SELECT count(*) FROM refinery.worker_activity w WHERE w.alive AND w.role = r.role)
          FROM (VALUES ('coordinator'), ('worker'), ('lookup-worker'), ('enrich-worker'), ('push-worker')) AS r (role)
        UNION ALL
        SELECT 'refinery_schema_version', '{}', (SELECT max(m.number) FROM refinery.schema_migrations m)
        UNION ALL
        SELECT 'refinery_audit_entries_total', '{}', (SELECT h.seq FROM refinery.audit_head h)) AS m
 ORDER BY m.name, m.labels
