-- sql/views/linking.sql: what keeps those apart who link records at the same time, and how the linking of an import begins.
-- Locks are advisory ones of a transaction, which a transaction-mode pooler leaves alone: (5000779, 1) for records, (5000779, 2) for owners.
-- Whoever takes both takes them in this order.

-- Until the end of the transaction no record goes that may be linked. The number moves on whenever some go.
-- Plans are made while the tables are empty, and kept: none of them may read a whole table, which is large a minute later.
CREATE OR REPLACE FUNCTION refinery_internal.share_links() RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(5000779, 1), set_config('enable_seqscan', 'off', true);
    RETURN (SELECT e.last_value + e.is_called::integer FROM refinery.link_epoch e);
END
$$;

-- Until the end of the transaction nobody links; whoever has read records begins again. For who takes records away.
CREATE OR REPLACE FUNCTION refinery_internal.hold_links() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(5000779, 1), nextval('refinery.link_epoch');
END
$$;

-- Until the end of the transaction nobody else changes the owners of linked records.
CREATE OR REPLACE FUNCTION refinery_internal.lock_owners() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(5000779, 2);
END
$$;

-- Jobs of a run that link rows of an import: an eighth of it each, so that several workers have something to do, but 4096 rows at least and
-- 32768 at most. Who stands in several rows of one job is put together at once, else again with each of them.
CREATE OR REPLACE FUNCTION refinery_internal.insert_link_jobs(run uuid, import uuid, first_row bigint, last_row bigint) RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    INSERT INTO refinery.jobs (run_id, stage, seq, state, priority, attempts_max, first_row, row_count)
    SELECT run, 'link',
           (SELECT coalesce(max(j.seq), 0) FROM refinery.jobs j WHERE j.run_id = run) + row_number() OVER (ORDER BY n),
           CASE WHEN r.status = 'paused' THEN 'waiting' ELSE 'ready' END, r.priority,
           coalesce((SELECT max(j.attempts_max) FROM refinery.jobs j WHERE j.run_id = import), 3),
           n, least(s.size, last_row - n + 1)
      FROM refinery.runs r
     CROSS JOIN (SELECT least(32768, greatest(4096, (last_row - first_row) / 8)) AS size) AS s
     CROSS JOIN LATERAL generate_series(first_row, last_row, s.size) AS n
     WHERE r.id = run
$$;

-- Makes the run that links an import; an import has one, however often it is asked for.
CREATE OR REPLACE FUNCTION refinery_internal.begin_link_run(import uuid, OUT import_id uuid, OUT run_id uuid, OUT is_new boolean, OUT jobs bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current refinery.runs := refinery_internal.lock_import(import);
BEGIN
    import_id := import;
    SELECT l.run_id INTO run_id FROM refinery.link_runs l WHERE l.import_id = import;
    is_new := run_id IS NULL;
    IF is_new THEN
        IF current.status NOT IN ('completed', 'failed', 'cancelled') THEN
            RAISE EXCEPTION 'Import % is %: its records are linked when it has ended.', import, current.status
                USING ERRCODE = 'object_not_in_prerequisite_state';
        END IF;
        run_id := gen_random_uuid();
        INSERT INTO refinery.runs (id, kind, priority, submitted_by) VALUES (run_id, 'link', current.priority, current.submitted_by);
        INSERT INTO refinery.link_runs (run_id, import_id) VALUES (run_id, import);
        PERFORM refinery_internal.insert_link_jobs(run_id, import, 1, (SELECT i.split_rows FROM refinery.imports i WHERE i.id = import));
    END IF;
    jobs := (SELECT count(*) FROM refinery.jobs j WHERE j.run_id = begin_link_run.run_id);
END
$$;

-- Rows of an import became records after it was linked, as by an undo of another one: they are linked by its run, or by a new one where
-- that has ended, for which it has the rights of the owner. An import that nobody links stays so.
CREATE OR REPLACE FUNCTION refinery_internal.link_rows_again(import uuid, first_row bigint, last_row bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    linking refinery.runs;
BEGIN
    SELECT (refinery_internal.lock_run(l.run_id)).* INTO linking FROM refinery.link_runs l WHERE l.import_id = import;
    IF NOT FOUND THEN
        RETURN;
    ELSIF linking.status NOT IN ('running', 'paused') THEN
        DELETE FROM refinery.link_runs l WHERE l.import_id = import;
        INSERT INTO refinery.runs (id, kind, priority, submitted_by) VALUES (gen_random_uuid(), 'link', linking.priority, linking.submitted_by)
        RETURNING * INTO linking;
        INSERT INTO refinery.link_runs (run_id, import_id) VALUES (linking.id, import);
    END IF;
    PERFORM refinery_internal.insert_link_jobs(linking.id, import, first_row, last_row);
END
$$;
REVOKE EXECUTE ON FUNCTION refinery_internal.link_rows_again(uuid, bigint, bigint) FROM PUBLIC;

-- Whether a person said of any two records of the personas, or companies, that the records $2 and $3 are of that they are not the same.
CREATE OR REPLACE FUNCTION refinery_internal.is_refused(kind text, record_id bigint, other_id bigint) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM refinery.persona_records x
          JOIN refinery.persona_records one ON one.persona_id = x.persona_id
          JOIN refinery.links l ON l.kind = 'persona' AND l.state = 'refused' AND (l.record_id = one.record_id OR l.other_id = one.record_id)
          JOIN refinery.persona_records other ON other.record_id = l.record_id + l.other_id - one.record_id
          JOIN refinery.persona_records y ON y.persona_id = other.persona_id
         WHERE is_refused.kind = 'persona' AND x.record_id = is_refused.record_id AND y.record_id = is_refused.other_id)
        OR EXISTS (
        SELECT FROM refinery.company_records x
          JOIN refinery.company_records one ON one.company_id = x.company_id
          JOIN refinery.links l ON l.kind = 'company' AND l.state = 'refused' AND (l.record_id = one.record_id OR l.other_id = one.record_id)
          JOIN refinery.company_records other ON other.record_id = l.record_id + l.other_id - one.record_id
          JOIN refinery.company_records y ON y.company_id = other.company_id
         WHERE is_refused.kind = 'company' AND x.record_id = is_refused.record_id AND y.record_id = is_refused.other_id)
$$;

-- Records are gone: so are their keys, their links and their owners; returns which companies and personas that were,
-- and those that a link to one of them kept from another one: they may hang together now. One that is still there forgets nothing: that is
-- why it runs with the rights of the owner.
-- That two are not the same was said of the owners of the records: another record of the same one says it from now on.
CREATE OR REPLACE FUNCTION refinery_internal.forget_records(record_ids bigint[]) RETURNS TABLE (owner_kind text, owner_id uuid)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    gone bigint[] := ARRAY(SELECT g.id FROM unnest(record_ids) AS g (id) WHERE NOT EXISTS (SELECT FROM refinery.records r WHERE r.id = g.id));
BEGIN
    RETURN QUERY
    WITH keys AS (
        DELETE FROM refinery.link_keys k WHERE k.record_id = ANY (gone)
    ), links AS (
        DELETE FROM refinery.links l
         USING unnest(gone) AS g (id), (VALUES ('company'), ('persona')) AS k (kind)
         WHERE l.kind = k.kind AND l.record_id = g.id
        RETURNING l.*
    ), other_links AS (
        DELETE FROM refinery.links l
         USING unnest(gone) AS g (id), (VALUES ('company'), ('persona')) AS k (kind)
         WHERE l.kind = k.kind AND l.other_id = g.id AND l.record_id <> ALL (gone)
        RETURNING l.*
    ), refused AS MATERIALIZED (
        SELECT * FROM links l WHERE l.state = 'refused' UNION ALL SELECT * FROM other_links l WHERE l.state = 'refused'
    ), staying AS MATERIALIZED (
        SELECT r.kind, e.id, CASE WHEN e.id <> ALL (gone) THEN e.id
                                  WHEN r.kind = 'persona' THEN (SELECT min(o.record_id) FROM refinery.persona_records m JOIN refinery.persona_records o ON o.persona_id = m.persona_id
                                                                 WHERE m.record_id = e.id AND o.record_id <> ALL (gone))
                                  ELSE (SELECT min(o.record_id) FROM refinery.company_records m JOIN refinery.company_records o ON o.company_id = m.company_id
                                         WHERE m.record_id = e.id AND o.record_id <> ALL (gone)) END AS heir_id
          FROM (SELECT DISTINCT r.kind, u.id FROM refused r CROSS JOIN LATERAL (VALUES (r.record_id), (r.other_id)) AS u (id)) AS e
         CROSS JOIN LATERAL (SELECT e.kind) AS r
    ), carried AS (
        INSERT INTO refinery.links AS l (kind, record_id, other_id, rule, score, state, decided_at, decided_by)
        SELECT DISTINCT ON (r.kind, p.record_id, p.other_id) r.kind, p.record_id, p.other_id, r.rule, r.score, r.state, r.decided_at, r.decided_by
          FROM refused r
          JOIN staying one ON one.kind = r.kind AND one.id = r.record_id
          JOIN staying other ON other.kind = r.kind AND other.id = r.other_id
         CROSS JOIN LATERAL (SELECT least(one.heir_id, other.heir_id) AS record_id, greatest(one.heir_id, other.heir_id) AS other_id) AS p
         WHERE one.heir_id <> other.heir_id
         ORDER BY r.kind, p.record_id, p.other_id, r.decided_at DESC
            ON CONFLICT (kind, record_id, other_id) DO UPDATE
               SET state = excluded.state, withheld = false, decided_at = excluded.decided_at, decided_by = excluded.decided_by
    ), companies AS (
        DELETE FROM refinery.company_records m WHERE m.record_id = ANY (gone) RETURNING m.company_id
    ), personas AS (
        DELETE FROM refinery.persona_records m WHERE m.record_id = ANY (gone) RETURNING m.persona_id
    ), kept_apart AS (
        SELECT w.kind, u.id
          FROM (SELECT * FROM links UNION ALL SELECT * FROM other_links) AS w
         CROSS JOIN LATERAL (VALUES (w.record_id), (w.other_id)) AS u (id)
         WHERE w.withheld AND u.id <> ALL (gone)
    )
    SELECT 'company', c.company_id FROM companies c
    UNION
    SELECT 'company', m.company_id FROM kept_apart k JOIN refinery.company_records m ON m.record_id = k.id WHERE k.kind = 'company'
    UNION
    SELECT 'persona', p.persona_id FROM personas p
    UNION
    SELECT 'persona', m.persona_id FROM kept_apart k JOIN refinery.persona_records m ON m.record_id = k.id WHERE k.kind = 'persona';
END
$$;
REVOKE EXECUTE ON FUNCTION refinery_internal.forget_records(bigint[]) FROM PUBLIC;
