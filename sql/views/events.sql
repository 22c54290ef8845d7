-- sql/views/events.sql: what an event says, whoever writes it.

-- The status and the counters of a run, which every event of it carries.
CREATE OR REPLACE FUNCTION refinery_internal.event_data(run uuid) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT jsonb_build_object('status', r.status, 'reason', r.status_reason)
           || CASE WHEN p.import_id IS NULL THEN r.counters
                   ELSE jsonb_build_object(
                       'rows', p.rows, 'rows_split', p.rows_split, 'stored', p.stored, 'duplicates', p.duplicates, 'rejected', p.rejected,
                       'numbers', p.numbers, 'numbers_done', p.numbers_done, 'lookups', p.lookups) END
      FROM refinery.runs r
      LEFT JOIN refinery.import_progress p ON p.import_id = r.id
     WHERE r.id = run
$$;

-- An event as NOTIFY carries it: docs/events.md. import_id is null where the run is of another kind.
CREATE OR REPLACE FUNCTION refinery_internal.event_payload(event refinery.events) RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT (jsonb_build_object(
                'v', 1, 'seq', event.seq, 'at', refinery_internal.utc_time(event.at), 'run_id', event.run_id,
                'import_id', (SELECT i.id FROM refinery.imports i WHERE i.id = event.run_id), 'kind', event.kind) || event.data)::text
$$;

-- Stores an event and tells it: commands of people are rare, so NOTIFY may be part of their transaction.
CREATE OR REPLACE FUNCTION refinery_internal.record_event(run uuid, kind text, data jsonb DEFAULT '{}') RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    stored refinery.events;
BEGIN
    INSERT INTO refinery.events (run_id, kind, data)
    VALUES (run, record_event.kind, refinery_internal.event_data(run) || record_event.data)
    RETURNING * INTO stored;
    PERFORM pg_notify('refinery_progress', refinery_internal.event_payload(stored));
    RETURN stored.seq;
END
$$;
