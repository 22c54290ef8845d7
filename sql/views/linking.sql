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

-- Until the end of the transaction nobody else changes to whom linked records belong.
CREATE OR REPLACE FUNCTION refinery_internal.lock_owners() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(5000779, 2);
END
$$;

-- Jobs of a run that link rows of an import: an eighth of it each, so that several workers have something to do, but 4096 rows at least and
-- 32768 at most. Who stands in several rows of one job is put together at once, else anew with each of them.
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
-- that has ended. An import that nobody links stays so.
CREATE OR REPLACE FUNCTION refinery_internal.link_rows_again(import uuid, first_row bigint, last_row bigint) RETURNS void
LANGUAGE plpgsql
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
