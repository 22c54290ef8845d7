-- sql/views/undo_import.sql: what `refinery undo` does that has to be told apart from everything else; the rest is statements.

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
    ELSIF NOT has_table_privilege('refinery.records', 'DELETE') THEN
        RAISE EXCEPTION '% may not delete records.', current_user
            USING ERRCODE = 'insufficient_privilege', HINT = 'Undo as the owner of the schema, a member of refinery_owner.';
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

-- Waits until every batch is stored that has looked for fingerprints: whoever inserts fingerprints holds the table until his transaction
-- ends. From then on none looks for any until the caller's transaction ends: an undo calls it when its fingerprints are gone, and ends at
-- once; the erasure of a person calls it first, so that no batch is under way while it deletes.
CREATE OR REPLACE FUNCTION refinery_internal.await_refining() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    LOCK TABLE refinery.fingerprints IN SHARE MODE;
END
$$;

-- One at a time changes what other imports have of records that go: an undo, or the erasure of a person. Batches go on beside it.
CREATE OR REPLACE FUNCTION refinery_internal.lock_outcomes() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    LOCK TABLE refinery.duplicates IN SHARE UPDATE EXCLUSIVE MODE;
END
$$;

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
