-- sql/views/receive_import.sql: an import whose source still arrives is `running`, or paused, for its jobs; to people it is `receiving`.
-- Its split job waits for bytes until a time, as a fallback; what arrives makes it ready at once. One whose source never becomes whole is
-- cancelled (`not_received`), undone, and its source deleted: until that is done receiver_until is not null.

-- Whether the source of an import is still wanted. Locks its run, so that nobody ends it before the transaction ends.
CREATE OR REPLACE FUNCTION refinery_internal.is_received(import uuid) RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    status text;
BEGIN
    SELECT r.status INTO status FROM refinery.runs r WHERE r.id = import FOR SHARE;
    RETURN coalesce(status IN ('running', 'paused'), false);
END
$$;

-- The split job of an import may go on. A statement of its own behind the one that locks the import: so it sees what a splitter has
-- committed before.
CREATE OR REPLACE FUNCTION refinery_internal.wake_split(import uuid) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE refinery.jobs j SET state = 'ready', ready_at = NULL
     WHERE j.run_id = import AND j.stage = 'split' AND j.state = 'waiting' AND j.ready_at IS NOT NULL AND j.errors IS NULL;
END
$$;

-- So many bytes are there now (null: as many as before), and more will be told within `lease`. False: nobody wants them any more.
CREATE OR REPLACE FUNCTION refinery_internal.advance_reception(import uuid, received bigint, lease interval) RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT refinery_internal.is_received(import) THEN
        RETURN false;
    END IF;
    UPDATE refinery.imports i
       SET source_received = coalesce(received, i.source_received), receiver_until = clock_timestamp() + lease
     WHERE i.id = import AND i.receiver_until IS NOT NULL;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF received IS NOT NULL THEN
        PERFORM refinery_internal.wake_split(import);
    END IF;
    RETURN true;
END
$$;

-- All bytes are there. False: nobody wants them any more.
CREATE OR REPLACE FUNCTION refinery_internal.complete_reception(import uuid, bytes bigint, hash bytea) RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT refinery_internal.is_received(import) THEN
        RETURN false;
    END IF;
    UPDATE refinery.imports i
       SET source_bytes = bytes, source_file_hash = hash, source_received = NULL, receiver_until = NULL
     WHERE i.id = import AND i.receiver_until IS NOT NULL;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM refinery_internal.wake_split(import);
    RETURN true;
END
$$;

-- The source is not going to be whole: nothing of the import runs from now on, and its source may go. True: what was stored of it has to
-- be undone. False: somebody cancelled it, so what was stored stays, or the source is whole.
CREATE OR REPLACE FUNCTION refinery_internal.abandon_reception(import uuid) RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current refinery.runs := refinery_internal.lock_import(import);
BEGIN
    IF NOT EXISTS (SELECT FROM refinery.imports i WHERE i.id = import AND i.receiver_until IS NOT NULL) THEN
        RETURN false;
    ELSIF current.status IN ('running', 'paused', 'failed') THEN
        PERFORM refinery.cancel_import(import);
        UPDATE refinery.runs r SET status_reason = 'not_received' WHERE r.id = import;
        UPDATE refinery.imports i
           SET source_deleted_at = clock_timestamp(), receiver_until = clock_timestamp() + interval '30 s'
         WHERE i.id = import;
    ELSIF current.status_reason = 'operator' THEN
        UPDATE refinery.imports i SET receiver_until = NULL WHERE i.id = import;
        RETURN false;
    END IF;
    RETURN true;
END
$$;

-- The same of an import whose receiver told nothing for longer than it said. It may tell something at this very moment, as all do when a disk
-- goes on that held up every commit: then it goes on too. A statement of its own behind the lock: so it sees what the receiver has committed.
CREATE OR REPLACE FUNCTION refinery_internal.abandon_lapsed_reception(import uuid) RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM refinery_internal.lock_import(import);
    IF NOT EXISTS (SELECT FROM refinery.imports i WHERE i.id = import AND i.receiver_until < clock_timestamp()) THEN
        RETURN false;
    END IF;
    RETURN refinery_internal.abandon_reception(import);
END
$$;
