-- sql/views/webhooks.sql: alerts and their receivers (docs/webhooks.md). An alert is told by a row a webhook that wants it, in the
-- transaction of what happened: it is sent if that was committed, however many processes died since.

-- Tells an alert. With the rights of the owner: whoever pauses an import reads no webhook.
CREATE OR REPLACE FUNCTION refinery_internal.announce(kind text, data jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO refinery.webhook_deliveries (webhook_id, kind, data)
    SELECT w.id, announce.kind, announce.data
      FROM refinery.webhooks w
     WHERE w.disabled_at IS NULL AND w.events && ARRAY['*', split_part(announce.kind, '.', 1) || '.*', announce.kind];
    -- Alerts are rare, so NOTIFY may be part of the transaction.
    IF FOUND THEN
        PERFORM pg_notify('refinery_jobs', 'webhook');
    END IF;
END
$$;

-- What happened to an import, as its event says.
CREATE OR REPLACE FUNCTION refinery_internal.announce_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM refinery_internal.announce(
        replace(NEW.kind, '_', '.'),
        jsonb_build_object('import_id', NEW.run_id, 'number', (SELECT i.number FROM refinery.imports i WHERE i.id = NEW.run_id)) || NEW.data);
    RETURN NULL;
END
$$;

-- Blocks that a statement made. The first twenty by name: an alert is a message, and no list.
CREATE OR REPLACE FUNCTION refinery_internal.announce_blocks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM made m WHERE m.status = 'open') THEN
        PERFORM refinery_internal.announce('block.ready', jsonb_build_object(
            'count', (SELECT count(*) FROM made m WHERE m.status = 'open'),
            'contacts', (SELECT sum(m.contacts) FROM made m WHERE m.status = 'open'),
            'blocks', (SELECT jsonb_agg(jsonb_build_object('block_id', b.id, 'name', b.name, 'contacts', b.contacts) ORDER BY b.name, b.id)
                         FROM (SELECT m.id, m.name, m.contacts FROM made m WHERE m.status = 'open' ORDER BY m.name, m.id LIMIT 20) AS b)));
    END IF;
    RETURN NULL;
END
$$;

-- One condition, that a process looks at itself: tells it when it begins, and notes when it is over. `is_held`: it began, and has not got
-- so much better that it is over. Returns whether it was told now.
CREATE OR REPLACE FUNCTION refinery_internal.set_alert(kind text, subject text, is_on boolean, is_held boolean, data jsonb) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF is_on THEN
        INSERT INTO refinery.alerts (kind, subject, data) VALUES (set_alert.kind, set_alert.subject, set_alert.data)
        ON CONFLICT ON CONSTRAINT alerts_pkey DO NOTHING;
        IF FOUND THEN
            PERFORM refinery_internal.announce(set_alert.kind, set_alert.data);
            RETURN true;
        END IF;
    ELSIF NOT is_held THEN
        DELETE FROM refinery.alerts a WHERE a.kind = set_alert.kind AND a.subject = set_alert.subject;
    END IF;
    RETURN false;
END
$$;

-- What the database shows to be wrong. `is_on`: an alert begins; where it is false one that began is not over yet: a number that moves around
-- its limit is one alert, not many.
CREATE OR REPLACE FUNCTION refinery_internal.alert_conditions(
    reject_rate double precision, rows_min bigint, slowness double precision, queue_jobs bigint, queue_seconds double precision,
    budget_share double precision, block_notice interval)
RETURNS TABLE (kind text, subject text, is_on boolean, data jsonb)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    WITH import AS MATERIALIZED (
        SELECT r.id, r.status, i.number, (r.counters ->> 'rows')::bigint AS rows, c.rejected,
               coalesce((r.counters ->> 'stored')::bigint, 0) + coalesce((r.counters ->> 'duplicates')::bigint, 0) + c.rejected AS done
          FROM (SELECT r.* FROM refinery.runs r WHERE r.status = 'running' AND r.kind = 'import'
                UNION ALL
                -- Those that ended before anybody looked.
                SELECT r.* FROM refinery.runs r WHERE r.finished_at > clock_timestamp() - interval '1 hour' AND r.kind = 'import'
                   AND r.status IN ('completed', 'failed')) AS r
          JOIN refinery.imports i ON i.id = r.id
         CROSS JOIN LATERAL (SELECT coalesce((r.counters ->> 'rejected')::bigint, 0) AS rejected) AS c
    ), budget AS MATERIALIZED (
        SELECT b.account, b.month, b.state, b.used_requests, b.monthly_requests, b.spent_usd, b.money_cap_usd, b.failures,
               greatest(b.used_requests::double precision / nullif(b.monthly_requests, 0),
                        b.spent_micros::double precision / nullif(b.money_cap_micros, 0)) AS share
          FROM refinery.lookup_budget_state b
    )
    SELECT 'import.reject_rate', m.id::text, m.rejected::double precision / m.done > reject_rate,
           jsonb_build_object('import_id', m.id, 'number', m.number, 'status', m.status, 'rejected', m.rejected, 'rows', m.done,
                              'rate', round(m.rejected::numeric / m.done, 4), 'limit', reject_rate)
      FROM import m
     WHERE m.done > 0 AND (m.done >= rows_min OR m.status <> 'running') AND m.rejected::double precision / m.done > 0.8 * reject_rate
    UNION ALL
    SELECT 'import.slow', m.id::text, true,
           jsonb_build_object('import_id', m.id, 'number', m.number, 'rows', m.rows, 'rows_done', m.done, 'seconds', round(t.seconds::numeric),
                              'estimated_seconds', round(p.seconds::numeric))
      FROM import m
      JOIN refinery.import_paces p ON p.run_id = m.id
     CROSS JOIN LATERAL (SELECT extract(epoch FROM clock_timestamp() - p.since)::double precision AS seconds) AS t
     WHERE m.status = 'running' AND m.done < m.rows AND t.seconds > slowness * greatest(p.seconds, 30)
    UNION ALL
    SELECT 'queue.long', q.stage, q.ready > queue_jobs, jsonb_build_object('stage', q.stage, 'role', q.role, 'jobs', q.ready, 'limit', queue_jobs)
      FROM refinery.queue_depth q
     WHERE q.ready > 0.8 * queue_jobs
    UNION ALL
    SELECT 'queue.old', q.stage, true,
           jsonb_build_object('stage', q.stage, 'role', q.role, 'jobs', q.ready, 'seconds', round(q.oldest_ready_seconds::numeric), 'limit', queue_seconds)
      FROM refinery.queue_depth q
     WHERE q.oldest_ready_seconds > queue_seconds
    UNION ALL
    SELECT 'budget.breaker_open', b.account, b.state = 'open', jsonb_build_object('account', b.account, 'failures', b.failures)
      FROM budget b
     WHERE b.state IN ('open', 'probing')
    UNION ALL
    SELECT a.kind, b.account || ' ' || b.month, true,
           jsonb_strip_nulls(jsonb_build_object(
               'account', b.account, 'used_requests', b.used_requests, 'monthly_requests', b.monthly_requests, 'spent_usd', b.spent_usd,
               'money_cap_usd', b.money_cap_usd, 'share', round(b.share::numeric, 4)))
      FROM budget b
     CROSS JOIN (VALUES ('budget.nearly_used'), ('budget.used')) AS a (kind)
     WHERE CASE a.kind WHEN 'budget.used' THEN b.share >= 1 OR b.state IN ('quota', 'money') ELSE b.share >= budget_share END
    UNION ALL
    SELECT CASE WHEN b.valid_until <= now() THEN 'block.expired' ELSE 'block.expiring' END, b.id::text, true,
           jsonb_build_object('block_id', b.id, 'name', b.name, 'contacts', b.contacts, 'valid_until', refinery_internal.utc_time(b.valid_until))
      FROM refinery.campaign_blocks b
     WHERE (b.status = 'open' AND b.valid_until <= now() + block_notice)
        OR (b.status = 'expired' AND b.valid_until > now() - interval '1 day')
$$;

-- Measures imports by their own beginning: the time that the whole would take at the pace of its first hundredth and first ten seconds.
CREATE OR REPLACE FUNCTION refinery_internal.measure_imports() RETURNS void
LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
    -- What is paused, or has ended, is measured again when it goes on.
    DELETE FROM refinery.import_paces p WHERE NOT EXISTS (SELECT FROM refinery.runs r WHERE r.id = p.run_id AND r.status = 'running');
    WITH import AS MATERIALIZED (
        SELECT r.id, (r.counters ->> 'rows')::bigint AS rows,
               coalesce((r.counters ->> 'stored')::bigint, 0) + coalesce((r.counters ->> 'duplicates')::bigint, 0)
               + coalesce((r.counters ->> 'rejected')::bigint, 0) AS done
          FROM refinery.runs r
         WHERE r.status = 'running' AND r.kind = 'import'
    ), begun AS (
        INSERT INTO refinery.import_paces (run_id, since_rows) SELECT m.id, m.done FROM import m ON CONFLICT DO NOTHING
    )
    UPDATE refinery.import_paces p
       SET seconds = extract(epoch FROM clock_timestamp() - p.since) * (m.rows - p.since_rows) / (m.done - p.since_rows)
      FROM import m
     WHERE m.id = p.run_id AND p.seconds IS NULL AND m.rows IS NOT NULL AND clock_timestamp() - p.since >= interval '10 seconds'
       AND m.done > p.since_rows AND (m.done - p.since_rows) * 100 >= m.rows - p.since_rows
$$;

-- Looks at all that the database shows, and tells what began to be wrong since the last look. Returns what was told.
-- Any number may look at once: who inserts the row of an alert tells it.
CREATE OR REPLACE FUNCTION refinery_internal.watch_alerts(
    reject_rate double precision, rows_min bigint, slowness double precision, queue_jobs bigint, queue_seconds double precision,
    budget_share double precision, block_notice interval)
RETURNS TABLE (kind text, subject text)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    found record;
    raised jsonb := '[]';
BEGIN
    PERFORM refinery_internal.measure_imports();
    FOR found IN
        WITH condition AS MATERIALIZED (
            SELECT c.* FROM refinery_internal.alert_conditions(reject_rate, rows_min, slowness, queue_jobs, queue_seconds, budget_share, block_notice) AS c
        ), over AS (
            DELETE FROM refinery.alerts a
             WHERE CASE split_part(a.kind, '.', 1)
                   -- Who saw it looks himself, and may be gone.
                   WHEN 'host' THEN a.raised_at < clock_timestamp() - interval '7 days'
                   -- The leader says when it goes on.
                   WHEN 'run' THEN NOT EXISTS (SELECT FROM refinery.runs r WHERE r.id = a.subject::uuid AND r.status IN ('running', 'paused'))
                   ELSE NOT EXISTS (SELECT FROM condition c WHERE c.kind = a.kind AND c.subject = a.subject) END
        )
        INSERT INTO refinery.alerts AS a (kind, subject, data)
        SELECT c.kind, c.subject, c.data FROM condition c WHERE c.is_on ORDER BY c.kind, c.subject
        ON CONFLICT DO NOTHING
        RETURNING a.kind, a.subject, a.data
    LOOP
        raised := raised || jsonb_build_object('kind', found.kind, 'subject', found.subject, 'data', found.data);
    END LOOP;
    IF raised = '[]' THEN
        RETURN;
    END IF;
    -- Blocks of one segmentation end together: one alert, however many.
    PERFORM refinery_internal.announce(g.kind, CASE WHEN g.kind LIKE 'block.%' THEN g.blocks ELSE g.data END)
       FROM (SELECT r.item ->> 'kind' AS kind, r.item -> 'data' AS data, NULL::jsonb AS blocks
               FROM jsonb_array_elements(raised) AS r (item) WHERE r.item ->> 'kind' NOT LIKE 'block.%'
             UNION ALL
             SELECT r.item ->> 'kind', NULL,
                    jsonb_build_object('count', count(*), 'contacts', sum((r.item -> 'data' ->> 'contacts')::bigint),
                                       'blocks', jsonb_path_query_array(jsonb_agg(r.item -> 'data' ORDER BY r.item -> 'data' -> 'name'), '$[0 to 19]'))
               FROM jsonb_array_elements(raised) AS r (item) WHERE r.item ->> 'kind' LIKE 'block.%' GROUP BY 1) AS g;
    RETURN QUERY SELECT r.item ->> 'kind', r.item ->> 'subject' FROM jsonb_array_elements(raised) AS r (item);
END
$$;

REVOKE ALL ON FUNCTION refinery_internal.announce(text, jsonb) FROM PUBLIC;
