-- sql/views/control.sql: what an operator does to a run, of whatever kind, from psql as well as from the command line. Each function
-- locks the run first, says what it did as an event, and refuses with a reason when it makes no sense. What ends in _import is the name
-- of the same for imports.

CREATE OR REPLACE FUNCTION refinery_internal.lock_run(run uuid) RETURNS refinery.runs
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found_run refinery.runs;
BEGIN
    SELECT * INTO found_run FROM refinery.runs r WHERE r.id = run FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no run %.', run USING ERRCODE = 'no_data_found';
    END IF;
    RETURN found_run;
END
$$;

-- Locks the run of an import; one of another kind is none.
CREATE OR REPLACE FUNCTION refinery_internal.lock_import(import uuid) RETURNS refinery.runs
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM refinery.imports i WHERE i.id = import) THEN
        RAISE EXCEPTION 'There is no import %.', import USING ERRCODE = 'no_data_found';
    END IF;
    RETURN refinery_internal.lock_run(import);
END
$$;

-- What pausing is, whoever asks for it. A run that does not run stays as it is.
CREATE OR REPLACE FUNCTION refinery_internal.pause_run_because(run uuid, reason text) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current refinery.runs := refinery_internal.lock_run(run);
BEGIN
    IF current.status <> 'running' THEN
        RETURN current.status;
    END IF;
    UPDATE refinery.runs r SET status = 'paused', status_reason = reason WHERE r.id = run;
    UPDATE refinery.jobs j SET state = 'waiting', ready_at = NULL
     WHERE j.run_id = run AND j.state IN ('ready', 'waiting');
    PERFORM refinery_internal.record_event(run, current.kind || '_paused');
    RETURN 'paused';
END
$$;

-- No new claims of this run; jobs under way finish.
CREATE OR REPLACE FUNCTION refinery.pause_run(run uuid) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current refinery.runs := refinery_internal.lock_run(run);
BEGIN
    IF current.status = 'paused' THEN
        RETURN 'paused';
    ELSIF current.status <> 'running' THEN
        RAISE EXCEPTION '% % is %: only a running % can be paused.', initcap(current.kind), run, current.status, current.kind
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN refinery_internal.pause_run_because(run, 'operator');
END
$$;

-- Goes on. `rows` is of imports: after a pause at the row limit another so many may pass (null: as many as were allowed at submit; 0: all);
-- while an import runs, so many more than its limit says.
-- After a pause at what its lookups may cost that has to be more first. After a pause at the reject rate the rate is accepted for good: an
-- operator's pause later on does not forget it.
CREATE OR REPLACE FUNCTION refinery.resume_run(run uuid, rows bigint DEFAULT NULL) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current refinery.runs := refinery_internal.lock_run(run);
    -- Null where the run is of another kind.
    import refinery.imports;
    more bigint;
    accepts boolean;
    spending record;
BEGIN
    SELECT * INTO import FROM refinery.imports i WHERE i.id = run;
    more := coalesce(rows, (import.options ->> 'rows_per_run')::bigint, 0);
    accepts := current.status_reason = 'reject_rate' OR import.options ? 'reject_rate_accepted';
    IF rows < 0 THEN
        RAISE EXCEPTION 'rows must be 0 or more, not %', rows USING ERRCODE = 'invalid_parameter_value';
    ELSIF current.status = 'running' THEN
        -- A split at its limit waits, though batches before it still run: it goes on with what is allowed now.
        IF rows IS NOT NULL AND import.row_limit IS NOT NULL THEN
            UPDATE refinery.imports i SET row_limit = CASE WHEN rows > 0 THEN import.row_limit + rows END WHERE i.id = run;
            UPDATE refinery.jobs j SET state = 'ready', ready_at = NULL
             WHERE j.run_id = run AND j.stage = 'split' AND j.state = 'waiting' AND j.ready_at IS NULL;
            PERFORM refinery_internal.record_event(run, current.kind || '_resumed');
        END IF;
        RETURN 'running';
    ELSIF current.status <> 'paused' THEN
        RAISE EXCEPTION '% % is %: only a paused % can be resumed.', initcap(current.kind), run, current.status, current.kind
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = CASE WHEN current.status = 'failed' THEN 'Use retry to run its dead batches again.'
                              WHEN current.status = 'undone' AND current.status_reason IS NOT NULL
                              THEN format('Undo it to its end: refinery undo %s --yes', run)
                              WHEN current.kind = 'import' THEN 'Submit the file again to refine it again.'
                              ELSE 'Start it again.' END;
    END IF;
    SELECT s.limit_micros, s.reserved_micros INTO spending FROM refinery.run_spending s WHERE s.run_id = run;
    -- It would pause again before the next request.
    IF current.status_reason = 'max_cost' AND refinery_internal.is_cost_limit_reached(run)
    THEN
        RAISE EXCEPTION '% % is paused because its % may cost no more than $%, of which $% are reserved: resumed so, it would pause at once.',
            initcap(current.kind), run, CASE current.kind WHEN 'import' THEN 'lookups' ELSE 'questions' END,
            trim_scale(spending.limit_micros / 1000000.0), trim_scale(spending.reserved_micros / 1000000.0)
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'max_cost',
                  HINT = 'Say what they may cost in all, more than now, or that there is no limit.';
    END IF;
    UPDATE refinery.runs r
       SET status = 'running', status_reason = CASE WHEN accepts THEN 'reject_rate_accepted' END
     WHERE r.id = run;
    UPDATE refinery.imports i
       SET options = CASE WHEN accepts THEN i.options || '{"reject_rate_accepted": true}' ELSE i.options END,
           row_limit = CASE WHEN more = 0 OR import.row_limit IS NULL THEN NULL
                            WHEN import.split_rows >= import.row_limit OR rows IS NOT NULL THEN import.split_rows + more
                            ELSE import.row_limit END
     WHERE i.id = run;
    UPDATE refinery.jobs j SET state = 'ready', ready_at = NULL WHERE j.run_id = run AND j.state = 'waiting';
    PERFORM refinery_internal.record_event(run, current.kind || '_resumed');
    RETURN 'running';
END
$$;

-- Lookup jobs that were cancelled count what they settled, and no more: nobody is going to settle the rest.
CREATE OR REPLACE FUNCTION refinery_internal.forget_cancelled_lookups(run uuid) RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    UPDATE refinery.jobs j
       SET phones = j.phones - (coalesce(j.numbers, j.phones) - coalesce(j.numbers_done, 0)), numbers = coalesce(j.numbers_done, 0)
     WHERE j.run_id = run AND j.state = 'cancelled' AND j.stage = 'lookup' AND j.phones > 0
$$;

-- Whether the paid requests of a run may not cost as much as one more request: by what its last one cost, else by the cheapest there is.
CREATE OR REPLACE FUNCTION refinery_internal.is_cost_limit_reached(run uuid) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce((
        SELECT s.limit_micros < s.reserved_micros + coalesce(
                   (SELECT l.price_micros FROM refinery.lookup_leases l WHERE l.run_id = run ORDER BY l.id DESC LIMIT 1),
                   (SELECT min(p.value::bigint) FROM refinery.lookup_budgets b, jsonb_each_text(b.prices_micros) AS p WHERE p.value <> '0'), 1)
          FROM refinery.run_spending s
         WHERE s.run_id = run), false)
$$;

-- Ends the run. Jobs under way lose their lease, so that none of them leaves anything half done. An import that was whole before
-- lookups were added to it loses these alone, and is completed again.
CREATE OR REPLACE FUNCTION refinery.cancel_run(run uuid) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current refinery.runs := refinery_internal.lock_run(run);
    is_whole boolean := current.status_reason = 'lookup'
        AND EXISTS (SELECT FROM refinery.imports i WHERE i.id = run AND i.split_at IS NOT NULL AND NOT i.options ? 'ends_cancelled')
        AND NOT EXISTS (SELECT FROM refinery.jobs j WHERE j.run_id = run AND j.stage <> 'lookup'
                                                      AND j.state NOT IN ('done', 'discarded'));
    outcome text := CASE WHEN is_whole THEN 'completed' ELSE 'cancelled' END;
BEGIN
    IF current.status = 'cancelled' THEN
        RETURN 'cancelled';
    ELSIF current.status IN ('completed', 'undone') THEN
        RAISE EXCEPTION '% % is %: there is nothing left to cancel.', initcap(current.kind), run, current.status
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    -- The jobs are gone: the counters of the run are final and stay.
    IF current.jobs_pruned_at IS NOT NULL THEN
        UPDATE refinery.runs r SET status = 'cancelled', status_reason = 'operator' WHERE r.id = run;
        PERFORM refinery_internal.record_event(run, current.kind || '_cancelled');
        RETURN 'cancelled';
    END IF;
    -- In the order in which a worker finishes its batches: otherwise each could wait for a row of the other.
    PERFORM FROM refinery.jobs j
      WHERE j.run_id = run AND j.state IN ('ready', 'waiting', 'claimed', 'dead') ORDER BY j.id FOR NO KEY UPDATE;
    UPDATE refinery.jobs j
       SET state = 'cancelled', worker_id = NULL, ready_at = NULL, finished_at = clock_timestamp(),
           token = refinery_internal.next_fencing_token()
     WHERE j.run_id = run AND j.state IN ('ready', 'waiting', 'claimed', 'dead');
    IF is_whole THEN
        PERFORM refinery_internal.forget_cancelled_lookups(run);
    END IF;
    UPDATE refinery.runs r
       SET status = outcome, status_reason = CASE WHEN NOT is_whole THEN 'operator' END, finished_at = clock_timestamp(), counters = s.counters
      FROM refinery.run_counters s
     WHERE r.id = run AND s.run_id = run;
    PERFORM refinery_internal.record_event(run, current.kind || '_' || outcome);
    RETURN outcome;
END
$$;

-- A failed run goes on: something of it can happen now.
CREATE OR REPLACE FUNCTION refinery_internal.revive_run(run uuid) RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    UPDATE refinery.runs r
       SET status = 'running',
           status_reason = (SELECT 'reject_rate_accepted' FROM refinery.imports i WHERE i.id = run AND i.options ? 'reject_rate_accepted'),
           finished_at = NULL
     WHERE r.id = run AND r.status = 'failed'
$$;

-- Dead jobs of a run, or the one that is named, get all their attempts again.
CREATE OR REPLACE FUNCTION refinery_internal.retry_jobs(run uuid, only_job bigint) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current refinery.runs := refinery_internal.lock_run(run);
    source_deleted_at timestamptz := (SELECT i.source_deleted_at FROM refinery.imports i WHERE i.id = run);
    revived bigint;
BEGIN
    IF current.status IN ('completed', 'cancelled', 'undone') THEN
        RAISE EXCEPTION '% % is %: it has no dead batches.', initcap(current.kind), run, current.status
            USING ERRCODE = 'object_not_in_prerequisite_state';
    ELSIF current.jobs_pruned_at IS NOT NULL THEN
        RAISE EXCEPTION 'The dead batches of % % were deleted at %.', current.kind, run, date_trunc('second', current.jobs_pruned_at)
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = CASE WHEN current.kind = 'import' THEN 'Submit the file again' ELSE 'Start it again' END || '; KEEP_FAILED_JOBS_HOURS says how long they are kept.';
    ELSIF source_deleted_at IS NOT NULL
          AND EXISTS (SELECT FROM refinery.jobs j
                       WHERE j.run_id = run AND j.state = 'dead' AND j.stage <> 'lookup'
                         AND (only_job IS NULL OR j.id = only_job)) THEN
        RAISE EXCEPTION 'The source of import % was deleted at %, its batches cannot run again.',
            run, date_trunc('second', source_deleted_at)
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = 'Submit the file again; KEEP_SOURCES_HOURS says how long sources are kept.';
    END IF;
    UPDATE refinery.jobs j
       SET state = CASE WHEN current.status = 'paused' THEN 'waiting' ELSE 'ready' END,
           attempt = 0, ready_at = NULL, finished_at = NULL
     WHERE j.run_id = run AND j.state = 'dead' AND (only_job IS NULL OR j.id = only_job);
    GET DIAGNOSTICS revived = ROW_COUNT;
    IF revived > 0 THEN
        PERFORM refinery_internal.revive_run(run);
        PERFORM refinery_internal.record_event(run, current.kind || '_retried', jsonb_build_object('jobs', revived));
    END IF;
    RETURN revived;
END
$$;

-- All dead batches of a run.
CREATE OR REPLACE FUNCTION refinery.retry_run(run uuid) RETURNS bigint
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT refinery_internal.retry_jobs(run, NULL)
$$;

-- Locks the run of a job that has to be dead, and gives the job.
CREATE OR REPLACE FUNCTION refinery_internal.lock_dead_job(job bigint) RETURNS refinery.jobs
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    owner refinery.runs;
    found_job refinery.jobs;
BEGIN
    SELECT (refinery_internal.lock_run(j.run_id)).* INTO owner FROM refinery.jobs j WHERE j.id = job;
    SELECT * INTO found_job FROM refinery.jobs j WHERE j.id = job FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no job %.', job USING ERRCODE = 'no_data_found';
    ELSIF found_job.state <> 'dead' THEN
        RAISE EXCEPTION 'Job % is %: only a dead one can be retried or discarded.', job, found_job.state
            USING ERRCODE = 'object_not_in_prerequisite_state';
    ELSIF owner.status NOT IN ('running', 'paused', 'failed') THEN
        RAISE EXCEPTION '% % is %: its dead batches stay as they are.', initcap(owner.kind), owner.id, owner.status
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
    PERFORM refinery_internal.retry_jobs(dead.run_id, dead.id);
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
        RAISE EXCEPTION 'Job % splits the file of import %: nobody knows how many rows would be given up.', job, dead.run_id
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = 'Cancel the import; what is stored stays. Or submit the file again as it ought to be read.';
    ELSIF dead.stage = 'refine' THEN
        lost := dead.row_count;
        INSERT INTO refinery.rejects (import_id, row_number, code, message, raw)
        SELECT dead.run_id, n, 'batch_discarded', 'The batch of this row failed, and was discarded by hand.', ''
          FROM generate_series(dead.first_row, dead.first_row + dead.row_count - 1) AS n;
        UPDATE refinery.jobs j
           SET state = 'discarded', finished_at = clock_timestamp(), stored = 0, duplicates = 0, rejected = j.row_count
         WHERE j.id = dead.id;
    ELSIF dead.stage = 'lookup' THEN
        lost := coalesce(dead.numbers, dead.phones, 0) - coalesce(dead.numbers_done, 0);
        UPDATE refinery.jobs j
           SET state = 'discarded', finished_at = clock_timestamp(), numbers = coalesce(j.numbers, j.phones, 0),
               numbers_done = coalesce(j.numbers, j.phones, 0), numbers_failed = coalesce(j.numbers_failed, 0) + lost
         WHERE j.id = dead.id;
    ELSE
        lost := coalesce(dead.row_count, 0);
        UPDATE refinery.jobs j SET state = 'discarded', finished_at = clock_timestamp() WHERE j.id = dead.id;
    END IF;
    PERFORM refinery_internal.revive_run(dead.run_id);
    PERFORM refinery_internal.record_event(dead.run_id, 'job_discarded', jsonb_build_object(
        'job', dead.id, 'stage', dead.stage, 'batch', dead.seq, 'by', session_user,
        CASE WHEN dead.stage = 'lookup' THEN 'numbers_discarded' ELSE 'rows_discarded' END, lost));
    RETURN lost;
END
$$;

-- Smaller is sooner; 100 is the default.
CREATE OR REPLACE FUNCTION refinery.set_priority(run uuid, priority integer) RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current refinery.runs;
BEGIN
    IF set_priority.priority NOT BETWEEN 0 AND 1000 THEN
        RAISE EXCEPTION 'A priority is between 0 and 1000, not %.', set_priority.priority
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    current := refinery_internal.lock_run(run);
    UPDATE refinery.runs r SET priority = set_priority.priority WHERE r.id = run;
    UPDATE refinery.jobs j SET priority = set_priority.priority
     WHERE j.run_id = run AND j.state IN ('ready', 'waiting');
    PERFORM refinery_internal.record_event(run, current.kind || '_prioritized', jsonb_build_object('priority', set_priority.priority));
    RETURN set_priority.priority;
END
$$;

-- The names of the above for imports, as they were before there were other runs.
CREATE OR REPLACE FUNCTION refinery.pause_import(import uuid) RETURNS text
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT refinery.pause_run((refinery_internal.lock_import(import)).id)
$$;

CREATE OR REPLACE FUNCTION refinery.resume_import(import uuid, rows bigint DEFAULT NULL) RETURNS text
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT refinery.resume_run((refinery_internal.lock_import(import)).id, rows)
$$;

CREATE OR REPLACE FUNCTION refinery.cancel_import(import uuid) RETURNS text
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT refinery.cancel_run((refinery_internal.lock_import(import)).id)
$$;

CREATE OR REPLACE FUNCTION refinery.retry_import(import uuid) RETURNS bigint
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT refinery.retry_run((refinery_internal.lock_import(import)).id)
$$;
