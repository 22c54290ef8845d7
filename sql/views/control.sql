-- sql/views/control.sql: what an operator does to an import, from psql as well as from the command line. Each function
-- locks the import first, says what it did as an event, and refuses with a reason when it makes no sense.

CREATE OR REPLACE FUNCTION refinery_internal.lock_import(import uuid) RETURNS refinery.imports
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found_import refinery.imports;
BEGIN
    SELECT * INTO found_import FROM refinery.imports i WHERE i.id = import FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no import %.', import USING ERRCODE = 'no_data_found';
    END IF;
    RETURN found_import;
END
$$;

-- Stores an event with the counters every event carries, and tells it: commands of people are rare, so NOTIFY may be part
-- of their transaction.
CREATE OR REPLACE FUNCTION refinery_internal.record_event(import uuid, kind text, data jsonb DEFAULT '{}') RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    stored refinery.events;
BEGIN
    INSERT INTO refinery.events (import_id, kind, data)
    SELECT i.id, record_event.kind, jsonb_build_object(
               'status', i.status, 'reason', i.status_reason,
               'rows', CASE WHEN i.split_at IS NOT NULL THEN i.split_rows END, 'rows_split', i.split_rows,
               'stored', i.rows_stored, 'duplicates', i.rows_duplicate, 'rejected', i.rows_rejected,
               'numbers', i.numbers, 'numbers_done', i.numbers_done, 'lookups', i.lookups) || record_event.data
      FROM refinery.imports i WHERE i.id = record_event.import
    RETURNING * INTO stored;
    PERFORM pg_notify('refinery_progress', (jsonb_build_object(
        'v', 1, 'seq', stored.seq, 'at', refinery_internal.utc_time(stored.at), 'import_id', stored.import_id, 'kind', stored.kind) || stored.data)::text);
    RETURN stored.seq;
END
$$;

-- What pausing is, whoever asks for it. An import that does not run stays as it is.
CREATE OR REPLACE FUNCTION refinery_internal.pause_import_because(import uuid, reason text) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current refinery.imports := refinery_internal.lock_import(import);
BEGIN
    IF current.status <> 'running' THEN
        RETURN current.status;
    END IF;
    UPDATE refinery.imports i SET status = 'paused', status_reason = reason WHERE i.id = import;
    UPDATE refinery.jobs j SET state = 'waiting', ready_at = NULL
     WHERE j.import_id = import AND j.state IN ('ready', 'waiting');
    PERFORM refinery_internal.record_event(import, 'import_paused');
    RETURN 'paused';
END
$$;

-- No new claims of this import; batches under way finish.
CREATE OR REPLACE FUNCTION refinery.pause_import(import uuid) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current refinery.imports := refinery_internal.lock_import(import);
BEGIN
    IF current.status = 'paused' THEN
        RETURN 'paused';
    ELSIF current.status <> 'running' THEN
        RAISE EXCEPTION 'Import % is %: only a running import can be paused.', import, current.status
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN refinery_internal.pause_import_because(import, 'operator');
END
$$;

-- Goes on. After a pause at the row limit another `rows` rows may pass (null: as many as were allowed at submit; 0: all); while an
-- import runs, so many more than its limit says.
-- After a pause at what its lookups may cost that has to be more first. After a pause at the reject rate the rate is accepted for good: an operator's pause later on does not forget it.
CREATE OR REPLACE FUNCTION refinery.resume_import(import uuid, rows bigint DEFAULT NULL) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current refinery.imports := refinery_internal.lock_import(import);
    more bigint := coalesce(rows, (current.options ->> 'rows_per_run')::bigint, 0);
    accepts boolean := current.status_reason = 'reject_rate' OR current.options ? 'reject_rate_accepted';
    spending record;
BEGIN
    IF rows < 0 THEN
        RAISE EXCEPTION 'rows must be 0 or more, not %', rows USING ERRCODE = 'invalid_parameter_value';
    ELSIF current.status = 'running' THEN
        -- A split at its limit waits, though batches before it still run: it goes on with what is allowed now.
        IF rows IS NOT NULL AND current.row_limit IS NOT NULL THEN
            UPDATE refinery.imports i SET row_limit = CASE WHEN rows > 0 THEN current.row_limit + rows END WHERE i.id = import;
            UPDATE refinery.jobs j SET state = 'ready', ready_at = NULL
             WHERE j.import_id = import AND j.stage = 'split' AND j.state = 'waiting' AND j.ready_at IS NULL;
            PERFORM refinery_internal.record_event(import, 'import_resumed');
        END IF;
        RETURN 'running';
    ELSIF current.status <> 'paused' THEN
        RAISE EXCEPTION 'Import % is %: only a paused import can be resumed.', import, current.status
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = CASE WHEN current.status = 'failed' THEN 'Use retry to run its dead batches again.'
                              WHEN current.status = 'undone' AND current.status_reason IS NOT NULL
                              THEN format('Undo it to its end: refinery undo %s --yes', import)
                              ELSE 'Submit the file again to refine it anew.' END;
    END IF;
    SELECT s.limit_micros, s.reserved_micros INTO spending FROM refinery.import_spending s WHERE s.import_id = import;
    -- It would pause again before the next request.
    IF current.status_reason = 'max_cost' AND refinery_internal.is_cost_limit_reached(import)
    THEN
        RAISE EXCEPTION 'Import % is paused because its lookups may cost no more than $%, of which $% are reserved: resumed so, it would pause at once.',
            import, trim_scale(spending.limit_micros / 1000000.0), trim_scale(spending.reserved_micros / 1000000.0)
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = 'Say with --max-cost what its lookups may cost in all, more than now, or none for no limit.';
    END IF;
    UPDATE refinery.imports i
       SET status = 'running',
           status_reason = CASE WHEN accepts THEN 'reject_rate_accepted' END,
           options = CASE WHEN accepts THEN i.options || '{"reject_rate_accepted": true}' ELSE i.options END,
           row_limit = CASE WHEN more = 0 OR current.row_limit IS NULL THEN NULL
                            WHEN current.split_rows >= current.row_limit OR rows IS NOT NULL THEN current.split_rows + more
                            ELSE current.row_limit END
     WHERE i.id = import;
    UPDATE refinery.jobs j SET state = 'ready', ready_at = NULL WHERE j.import_id = import AND j.state = 'waiting';
    PERFORM refinery_internal.record_event(import, 'import_resumed');
    RETURN 'running';
END
$$;

-- Lookup jobs of an import that were cancelled count what they settled, and no more: nobody is going to settle the rest.
CREATE OR REPLACE FUNCTION refinery_internal.forget_cancelled_lookups(import uuid) RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    UPDATE refinery.jobs j
       SET phones = j.phones - (coalesce(j.numbers, j.phones) - coalesce(j.numbers_done, 0)), numbers = coalesce(j.numbers_done, 0)
     WHERE j.import_id = import AND j.state = 'cancelled' AND j.stage = 'lookup' AND j.phones > 0
$$;

-- Whether the lookups of an import may not cost as much as one more request: by what its last one cost, else by the cheapest there is.
CREATE OR REPLACE FUNCTION refinery_internal.is_cost_limit_reached(import uuid) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce((
        SELECT s.limit_micros < s.reserved_micros + coalesce(
                   (SELECT l.price_micros FROM refinery.lookup_leases l WHERE l.import_id = import ORDER BY l.id DESC LIMIT 1),
                   (SELECT min(p.value::bigint) FROM refinery.lookup_budgets b, jsonb_each_text(b.prices_micros) AS p WHERE p.value <> '0'), 1)
          FROM refinery.import_spending s
         WHERE s.import_id = import), false)
$$;

-- Ends the import. Batches under way lose their lease, so that none of them leaves anything half done. An import that was whole before
-- lookups were added to it loses these alone, and is completed again.
CREATE OR REPLACE FUNCTION refinery.cancel_import(import uuid) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current refinery.imports := refinery_internal.lock_import(import);
    is_whole boolean := current.status_reason = 'lookup' AND current.split_at IS NOT NULL AND NOT current.options ? 'ends_cancelled'
        AND NOT EXISTS (SELECT FROM refinery.jobs j WHERE j.import_id = import AND j.stage <> 'lookup'
                                                      AND j.state NOT IN ('done', 'discarded'));
BEGIN
    IF current.status = 'cancelled' THEN
        RETURN 'cancelled';
    ELSIF current.status IN ('completed', 'undone') THEN
        RAISE EXCEPTION 'Import % is %: there is nothing left to cancel.', import, current.status
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    -- The jobs are gone: the counters of the import are final and stay.
    IF current.jobs_pruned_at IS NOT NULL THEN
        UPDATE refinery.imports i SET status = 'cancelled', status_reason = 'operator' WHERE i.id = import;
        PERFORM refinery_internal.record_event(import, 'import_cancelled');
        RETURN 'cancelled';
    END IF;
    -- In the order in which a worker finishes its batches: otherwise each could wait for a row of the other.
    PERFORM FROM refinery.jobs j
      WHERE j.import_id = import AND j.state IN ('ready', 'waiting', 'claimed', 'dead') ORDER BY j.id FOR NO KEY UPDATE;
    UPDATE refinery.jobs j
       SET state = 'cancelled', worker_id = NULL, ready_at = NULL, finished_at = clock_timestamp(),
           token = refinery_internal.next_fencing_token()
     WHERE j.import_id = import AND j.state IN ('ready', 'waiting', 'claimed', 'dead');
    IF is_whole THEN
        PERFORM refinery_internal.forget_cancelled_lookups(import);
    END IF;
    UPDATE refinery.imports i
       SET status = CASE WHEN is_whole THEN 'completed' ELSE 'cancelled' END,
           status_reason = CASE WHEN NOT is_whole THEN 'operator' END, finished_at = clock_timestamp(),
           rows_stored = s.stored, rows_duplicate = s.duplicates, rows_rejected = i.split_rejected + s.rejected,
           phones = s.phones,
           numbers = s.numbers,
           numbers_done = s.numbers_done,
           numbers_asked = s.numbers_asked,
           numbers_failed = s.numbers_failed,
           lookups = s.lookups,
           lookups_repeated = s.lookups_repeated
      FROM refinery.import_counters s
     WHERE i.id = import AND s.import_id = import;
    PERFORM refinery_internal.record_event(import, CASE WHEN is_whole THEN 'import_completed' ELSE 'import_cancelled' END);
    RETURN CASE WHEN is_whole THEN 'completed' ELSE 'cancelled' END;
END
$$;

-- A failed import runs again: something of it can happen now.
CREATE OR REPLACE FUNCTION refinery_internal.revive_import(import uuid) RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    UPDATE refinery.imports i
       SET status = 'running',
           status_reason = CASE WHEN i.options ? 'reject_rate_accepted' THEN 'reject_rate_accepted' END,
           finished_at = NULL
     WHERE i.id = import AND i.status = 'failed'
$$;

-- Dead jobs of an import, or the one that is named, get all their attempts again.
CREATE OR REPLACE FUNCTION refinery_internal.retry_jobs(import uuid, only_job bigint) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current refinery.imports := refinery_internal.lock_import(import);
    revived bigint;
BEGIN
    IF current.status IN ('completed', 'cancelled', 'undone') THEN
        RAISE EXCEPTION 'Import % is %: it has no dead batches.', import, current.status
            USING ERRCODE = 'object_not_in_prerequisite_state';
    ELSIF current.jobs_pruned_at IS NOT NULL THEN
        RAISE EXCEPTION 'The dead batches of import % were deleted at %.', import, date_trunc('second', current.jobs_pruned_at)
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = 'Submit the file again; KEEP_FAILED_JOBS_HOURS says how long they are kept.';
    ELSIF current.source_deleted_at IS NOT NULL
          AND EXISTS (SELECT FROM refinery.jobs j
                       WHERE j.import_id = import AND j.state = 'dead' AND j.stage <> 'lookup'
                         AND (only_job IS NULL OR j.id = only_job)) THEN
        RAISE EXCEPTION 'The source of import % was deleted at %, its batches cannot run again.',
            import, date_trunc('second', current.source_deleted_at)
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = 'Submit the file again; KEEP_SOURCES_HOURS says how long sources are kept.';
    END IF;
    UPDATE refinery.jobs j
       SET state = CASE WHEN current.status = 'paused' THEN 'waiting' ELSE 'ready' END,
           attempt = 0, ready_at = NULL, finished_at = NULL
     WHERE j.import_id = import AND j.state = 'dead' AND (only_job IS NULL OR j.id = only_job);
    GET DIAGNOSTICS revived = ROW_COUNT;
    IF revived > 0 THEN
        PERFORM refinery_internal.revive_import(import);
        PERFORM refinery_internal.record_event(import, 'import_retried', jsonb_build_object('jobs', revived));
    END IF;
    RETURN revived;
END
$$;

-- All dead batches of an import.
CREATE OR REPLACE FUNCTION refinery.retry_import(import uuid) RETURNS bigint
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT refinery_internal.retry_jobs(import, NULL)
$$;

-- Locks the import of a job that has to be dead, and gives the job.
CREATE OR REPLACE FUNCTION refinery_internal.lock_dead_job(job bigint) RETURNS refinery.jobs
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    owner refinery.imports;
    found_job refinery.jobs;
BEGIN
    SELECT (refinery_internal.lock_import(j.import_id)).* INTO owner FROM refinery.jobs j WHERE j.id = job;
    SELECT * INTO found_job FROM refinery.jobs j WHERE j.id = job FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no job %.', job USING ERRCODE = 'no_data_found';
    ELSIF found_job.state <> 'dead' THEN
        RAISE EXCEPTION 'Job % is %: only a dead one can be retried or discarded.', job, found_job.state
            USING ERRCODE = 'object_not_in_prerequisite_state';
    ELSIF owner.status NOT IN ('running', 'paused', 'failed') THEN
        RAISE EXCEPTION 'Import % is %: its dead batches stay as they are.', owner.id, owner.status
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN found_job;
END
$$;

-- One dead batch gets all its attempts again. Gives its state.
CREATE OR REPLACE FUNCTION refinery.retry_job(job bigint) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    dead refinery.jobs := refinery_internal.lock_dead_job(job);
BEGIN
    PERFORM refinery_internal.retry_jobs(dead.import_id, dead.id);
    RETURN (SELECT j.state FROM refinery.jobs j WHERE j.id = dead.id);
END
$$;

-- Gives one dead batch up, for good: its rows become rejects, each with its number and the code batch_discarded, and the numbers of a
-- lookup batch that are not settled count as failed; so the import can complete, and adds up. Gives how many rows or numbers that were.
CREATE OR REPLACE FUNCTION refinery.discard_job(job bigint) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    dead refinery.jobs := refinery_internal.lock_dead_job(job);
    lost bigint;
BEGIN
    IF dead.stage = 'split' THEN
        RAISE EXCEPTION 'Job % splits the file of import %: nobody knows how many rows would be given up.', job, dead.import_id
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = 'Cancel the import; what is stored stays. Or submit the file again as it ought to be read.';
    ELSIF dead.stage = 'refine' THEN
        lost := dead.row_count;
        INSERT INTO refinery.rejects (import_id, row_number, code, message, raw)
        SELECT dead.import_id, n, 'batch_discarded', 'The batch of this row failed, and was discarded by hand.', ''
          FROM generate_series(dead.first_row, dead.first_row + dead.row_count - 1) AS n;
        UPDATE refinery.jobs j
           SET state = 'discarded', finished_at = clock_timestamp(), stored = 0, duplicates = 0, rejected = j.row_count
         WHERE j.id = dead.id;
    ELSE
        lost := coalesce(dead.numbers, dead.phones, 0) - coalesce(dead.numbers_done, 0);
        UPDATE refinery.jobs j
           SET state = 'discarded', finished_at = clock_timestamp(), numbers = coalesce(j.numbers, j.phones, 0),
               numbers_done = coalesce(j.numbers, j.phones, 0), numbers_failed = coalesce(j.numbers_failed, 0) + lost
         WHERE j.id = dead.id;
    END IF;
    PERFORM refinery_internal.revive_import(dead.import_id);
    PERFORM refinery_internal.record_event(dead.import_id, 'job_discarded', jsonb_build_object(
        'job', dead.id, 'stage', dead.stage, 'batch', dead.seq, 'by', session_user,
        CASE dead.stage WHEN 'refine' THEN 'rows_discarded' ELSE 'numbers_discarded' END, lost));
    RETURN lost;
END
$$;

-- Smaller is sooner; 100 is the default.
CREATE OR REPLACE FUNCTION refinery.set_priority(import uuid, priority integer) RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF set_priority.priority NOT BETWEEN 0 AND 1000 THEN
        RAISE EXCEPTION 'A priority is between 0 and 1000, not %.', set_priority.priority
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM refinery_internal.lock_import(import);
    UPDATE refinery.imports i SET priority = set_priority.priority WHERE i.id = import;
    UPDATE refinery.jobs j SET priority = set_priority.priority
     WHERE j.import_id = import AND j.state IN ('ready', 'waiting');
    PERFORM refinery_internal.record_event(import, 'import_prioritized', jsonb_build_object('priority', set_priority.priority));
    RETURN set_priority.priority;
END
$$;
