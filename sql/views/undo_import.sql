-- sql/views/undo_import.sql: what an undo does that has to be told apart from everything else; the rest is statements.
-- Members of refinery_worker, who may delete nothing that an import brought, and of refinery_web, who may only ask for an undo, reach no
-- further by it than this: what takes rows away, with the rights of the owner, takes only those of an import that is being undone.

-- From now on the import is undone, and nobody does anything with it but undo. Returns 'begun', 'goes_on' when an undo was interrupted, or
-- 'done' when there is nothing left to do.
CREATE OR REPLACE FUNCTION refinery_internal.begin_undo(import uuid) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current refinery.runs := refinery_internal.lock_import(import);
BEGIN
    IF current.status = 'undone' THEN
        RETURN CASE WHEN current.status_reason IS NULL THEN 'done' ELSE 'goes_on' END;
    ELSIF current.status NOT IN ('completed', 'failed', 'cancelled') THEN
        RAISE EXCEPTION 'Import % is %: only one that has ended can be undone.', import, current.status
            USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'End it first.';
    END IF;
    -- What it stored is linked no more.
    PERFORM refinery.cancel_run(r.id) FROM refinery.link_runs l JOIN refinery.runs r ON r.id = l.run_id
      WHERE l.import_id = import AND r.status IN ('running', 'paused', 'failed');
    -- Its counters are final until the end: nobody sums them up from its jobs any more.
    UPDATE refinery.runs r
       SET status = 'undone', status_reason = 'in_progress', jobs_pruned_at = coalesce(r.jobs_pruned_at, clock_timestamp())
     WHERE r.id = import;
    PERFORM refinery_internal.record_event(import, 'import_undo_begun', jsonb_build_object('by', session_user));
    RETURN 'begun';
END
$$;

-- The same, for whoever cannot do the rest: a coordinator does it (find_requested_undos.sql).
CREATE OR REPLACE FUNCTION refinery_internal.request_undo(import uuid) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    state text := refinery_internal.begin_undo(import);
BEGIN
    IF state <> 'done' THEN
        UPDATE refinery.runs r SET status_reason = 'requested' WHERE r.id = import;
    END IF;
    RETURN state;
END
$$;

-- The number of an import that is being undone; null for every other: nothing of it goes.
CREATE OR REPLACE FUNCTION refinery_internal.number_of_undone(import uuid) RETURNS bigint
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT i.number::bigint
      FROM refinery.runs r
      JOIN refinery.imports i ON i.id = r.id
     WHERE r.id = import AND r.status = 'undone' AND r.status_reason IS NOT NULL
$$;

-- Nobody finds the records of rows first_row up to, not including, end_row any more.
CREATE OR REPLACE FUNCTION refinery_internal.undo_fingerprints(import uuid, first_row bigint, end_row bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    own_number bigint := refinery_internal.number_of_undone(import);
BEGIN
    DELETE FROM refinery.fingerprints f
     USING refinery.records r
     WHERE r.id >= (own_number << 32) + first_row AND r.id < (own_number << 32) + end_row
       AND f.fingerprint = r.fingerprint AND f.record_id = r.id;
END
$$;
REVOKE EXECUTE ON FUNCTION refinery_internal.undo_fingerprints(uuid, bigint, bigint) FROM PUBLIC;

-- The outcomes of rows first_row up to, not including, end_row go: records, duplicates, rejects. Returns the records that are gone, and
-- those of other imports that were repeated.
CREATE OR REPLACE FUNCTION refinery_internal.undo_rows(import uuid, first_row bigint, end_row bigint)
RETURNS TABLE (record_id bigint, is_gone boolean)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    own_number bigint := refinery_internal.number_of_undone(import);
BEGIN
    IF own_number IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH records AS (
        DELETE FROM refinery.records r
         WHERE r.id >= (own_number << 32) + first_row AND r.id < (own_number << 32) + end_row
        RETURNING r.id
    ), rejects AS (
        DELETE FROM refinery.rejects j
         WHERE j.import_id = import AND j.row_number >= first_row AND j.row_number < end_row
    ), duplicates AS (
        DELETE FROM refinery.duplicates d
         WHERE d.import_id = import AND d.row_number >= first_row AND d.row_number < end_row
        RETURNING d.record_id
    )
    SELECT r.id, true FROM records r
    UNION ALL
    SELECT DISTINCT d.record_id, false FROM duplicates d WHERE d.record_id >> 32 <> own_number;
END
$$;
REVOKE EXECUTE ON FUNCTION refinery_internal.undo_rows(uuid, bigint, bigint) FROM PUBLIC;

-- Rows of another import that repeat records of an undone one: where another record has the same fingerprint now, they repeat that one.
CREATE OR REPLACE FUNCTION refinery_internal.repoint_duplicates(undone uuid, import uuid, rows bigint[]) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    own_number bigint := refinery_internal.number_of_undone(undone);
BEGIN
    RETURN QUERY
    UPDATE refinery.duplicates d
       SET record_id = f.record_id
      FROM refinery.records r, refinery.fingerprints f
     WHERE d.import_id = import AND d.row_number = ANY (rows)
       AND d.record_id >= own_number << 32 AND d.record_id < (own_number + 1) << 32
       AND r.id = d.record_id AND f.fingerprint = r.fingerprint AND f.record_id <> r.id
    RETURNING d.row_number;
END
$$;
REVOKE EXECUTE ON FUNCTION refinery_internal.repoint_duplicates(uuid, uuid, bigint[]) FROM PUBLIC;

-- Which rows of another import still repeat records of an undone one; locked.
CREATE OR REPLACE FUNCTION refinery_internal.lock_repeating_rows(undone uuid, import uuid, rows bigint[]) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    own_number bigint := refinery_internal.number_of_undone(undone);
BEGIN
    RETURN QUERY
    SELECT d.row_number
      FROM refinery.duplicates d
     WHERE d.import_id = import AND d.row_number = ANY (rows)
       AND d.record_id >= own_number << 32 AND d.record_id < (own_number + 1) << 32
     ORDER BY d.row_number
       FOR UPDATE;
END
$$;
REVOKE EXECUTE ON FUNCTION refinery_internal.lock_repeating_rows(uuid, uuid, bigint[]) FROM PUBLIC;

-- Of rows that repeated records of an undone import some are records now, and repeat nothing; others repeat `records` instead.
CREATE OR REPLACE FUNCTION refinery_internal.settle_duplicates(undone uuid, import uuid, restored bigint[], repointed bigint[], records bigint[])
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    own_number bigint := refinery_internal.number_of_undone(undone);
BEGIN
    DELETE FROM refinery.duplicates d
     WHERE d.import_id = import AND d.row_number = ANY (restored)
       AND d.record_id >= own_number << 32 AND d.record_id < (own_number + 1) << 32;
    UPDATE refinery.duplicates d
       SET record_id = m.record_id
      FROM unnest(repointed, records) AS m (row_number, record_id)
     WHERE d.import_id = import AND d.row_number = m.row_number
       AND d.record_id >= own_number << 32 AND d.record_id < (own_number + 1) << 32;
END
$$;
REVOKE EXECUTE ON FUNCTION refinery_internal.settle_duplicates(uuid, uuid, bigint[], bigint[], bigint[]) FROM PUBLIC;

-- The empty table of an undone import's records goes, where imports have tables of their own.
CREATE OR REPLACE FUNCTION refinery_internal.drop_partition_of_undone(import uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT refinery_internal.drop_record_partition(i.number)
              FROM refinery.imports i
              JOIN refinery.runs r ON r.id = i.id AND r.status = 'undone'
             WHERE i.id = import);
END
$$;
REVOKE EXECUTE ON FUNCTION refinery_internal.drop_partition_of_undone(uuid) FROM PUBLIC;

-- Waits until every batch is stored that has looked for fingerprints: whoever inserts fingerprints holds the table until his transaction
-- ends. From then on none looks for any until the caller's transaction ends: an undo calls it when its fingerprints are gone, and ends at
-- once; the erasure of a person calls it first, so that no batch is under way while it deletes.
CREATE OR REPLACE FUNCTION refinery_internal.await_refining() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    LOCK TABLE refinery.fingerprints IN SHARE MODE;
END
$$;
REVOKE EXECUTE ON FUNCTION refinery_internal.await_refining() FROM PUBLIC;

-- One at a time changes what other imports have of records that go: an undo, or the erasure of a person. Batches go on beside it.
CREATE OR REPLACE FUNCTION refinery_internal.lock_outcomes() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    LOCK TABLE refinery.duplicates IN SHARE UPDATE EXCLUSIVE MODE;
END
$$;
REVOKE EXECUTE ON FUNCTION refinery_internal.lock_outcomes() FROM PUBLIC;

-- The rows are gone: says so, with what became of other imports' duplicates. Returns the event's own fields; null when another undo was faster.
CREATE OR REPLACE FUNCTION refinery_internal.finish_undo(import uuid) RETURNS jsonb
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current refinery.runs := refinery_internal.lock_import(import);
    own_number bigint := (SELECT i.number::bigint FROM refinery.imports i WHERE i.id = import);
    summary jsonb;
BEGIN
    IF current.status <> 'undone' OR current.status_reason IS NULL THEN
        RETURN NULL;
    END IF;
    WITH begun AS (
        SELECT max(e.seq) AS seq FROM refinery.events e WHERE e.run_id = import AND e.kind = 'import_undo_begun'
    ), repaired AS (
        SELECT coalesce(sum((e.data ->> 'restored')::bigint), 0) AS restored, coalesce(sum((e.data ->> 'repointed')::bigint), 0) AS repointed
          FROM begun b
          JOIN refinery.events e ON e.seq > b.seq AND e.kind = 'duplicates_restored' AND e.data ->> 'undone_import' = import::text
    ), orphans AS MATERIALIZED (
        SELECT d.import_id, d.row_number
          FROM refinery.duplicates d
          JOIN refinery.runs r ON r.id = d.import_id AND r.status <> 'undone'
         WHERE d.record_id >= own_number << 32 AND d.record_id < (own_number + 1) << 32
    )
    SELECT jsonb_build_object(
               'records', p.stored, 'own_duplicates', p.duplicates, 'rejects', p.rejected,
               'restored', r.restored, 'repointed', r.repointed, 'orphans', (SELECT count(*) FROM orphans),
               'orphan_rows', (SELECT coalesce(jsonb_agg(jsonb_build_object('import_id', o.import_id, 'row', o.row_number)
                                                         ORDER BY o.import_id, o.row_number), '[]')
                                 FROM (SELECT * FROM orphans ORDER BY import_id, row_number LIMIT 100) AS o),
               'by', session_user)
      INTO summary
      FROM repaired r, refinery.import_progress p
     WHERE p.import_id = import;
    UPDATE refinery.runs r SET jobs_pruned_at = coalesce(r.jobs_pruned_at, clock_timestamp())
      FROM refinery.link_runs l WHERE l.import_id = import AND r.id = l.run_id;
    DELETE FROM refinery.jobs j WHERE j.run_id = import OR j.run_id IN (SELECT l.run_id FROM refinery.link_runs l WHERE l.import_id = import);
    UPDATE refinery.runs r SET status_reason = NULL, counters = r.counters - ARRAY['stored', 'duplicates', 'rejected'] WHERE r.id = import;
    UPDATE refinery.imports i SET split_rejected = 0 WHERE i.id = import;
    PERFORM refinery_internal.record_event(import, 'import_undone', summary);
    RETURN summary;
END
$$;
