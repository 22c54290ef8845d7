-- sql/views/look_up_import.sql: lookups for records that are stored already: of an import that ended, whether it was looked up or not.

-- The distinct numbers of an import: of its records, and of the records that its rows repeat. Each with the first row that has it, how
-- many phone cells have it, and whether nobody has to ask for it. Reads every row of the import.
CREATE OR REPLACE FUNCTION refinery_internal.import_numbers(import uuid, asked_provider text)
RETURNS TABLE (e164 text, first_row bigint, cells bigint, is_settled boolean)
LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
    WITH found AS (
        SELECT r.row_number, r.phone_e164, r.direct_phone_e164
          FROM refinery.imports i
          JOIN refinery.records r ON r.id >= i.number::bigint << 32 AND r.id < (i.number::bigint + 1) << 32
         WHERE i.id = import
        UNION ALL
        SELECT d.row_number, r.phone_e164, r.direct_phone_e164
          FROM refinery.duplicates d
          JOIN refinery.records r ON r.id = d.record_id
         WHERE d.import_id = import
    ), wanted AS (
        SELECT c.e164 COLLATE "C" AS e164, min(f.row_number) AS first_row, count(*) AS cells
          FROM found f
          CROSS JOIN LATERAL (VALUES (f.phone_e164), (f.direct_phone_e164)) AS c (e164)
         WHERE c.e164 IS NOT NULL
         GROUP BY c.e164 COLLATE "C"
    )
    SELECT w.e164, w.first_row, w.cells, coalesce(refinery_internal.is_settled(n, asked_provider), false)
      FROM wanted w
      LEFT JOIN refinery.numbers n ON n.e164 = w.e164
$$;

-- Makes jobs of the numbers of an ended import that nobody has a fresh answer of, and lets it run until they are settled: then it is
-- again what it was. `asked_provider`: who is asked; `numbers_max`: at most so many numbers, in order of rows; what one row has is
-- taken together. Returns how many numbers are to be asked for; 0 changes nothing.
CREATE OR REPLACE FUNCTION refinery_internal.add_lookups(import uuid, asked_provider text, numbers_max bigint) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    current refinery.runs := refinery_internal.lock_import(import);
    progress refinery.import_progress;
    rows_per_job bigint;
    split_rejected bigint;
    last_seq integer;
    asked bigint;
BEGIN
    IF numbers_max < 1 THEN
        RAISE EXCEPTION 'numbers_max must be 1 or more, not %', numbers_max USING ERRCODE = 'invalid_parameter_value';
    ELSIF current.status NOT IN ('completed', 'failed', 'cancelled') THEN
        RAISE EXCEPTION 'Import % is %: lookups are added to one that has ended.', import, current.status
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = CASE current.status WHEN 'paused' THEN 'Go on with it, or end it.'
                                             WHEN 'running' THEN 'Wait for its end.'
                                             ELSE 'It has no records.' END;
    END IF;
    IF refinery_internal.is_cost_limit_reached(import) THEN
        RAISE EXCEPTION 'The lookups of import % have cost what they may: it would pause at once.', import
            USING ERRCODE = 'object_not_in_prerequisite_state', CONSTRAINT = 'max_cost',
                  HINT = 'Say what these lookups may cost, or that there is no limit.';
    END IF;
    SELECT (i.options ->> 'batch_size')::bigint, i.split_rejected INTO rows_per_job, split_rejected FROM refinery.imports i WHERE i.id = import;
    SELECT * INTO progress FROM refinery.import_progress p WHERE p.import_id = import;
    PERFORM refinery_internal.forget_cancelled_lookups(import);
    IF current.jobs_pruned_at IS NOT NULL THEN
        DELETE FROM refinery.jobs j WHERE j.run_id = import;
        last_seq := 1;
    ELSE
        SELECT coalesce(max(j.seq), 0) INTO last_seq FROM refinery.jobs j WHERE j.run_id = import AND j.stage = 'lookup';
    END IF;
    WITH needed AS MATERIALIZED (
        SELECT n.first_row, row_number() OVER (ORDER BY n.first_row, n.e164) AS place
          FROM refinery_internal.import_numbers(import, asked_provider) n
         WHERE NOT n.is_settled
    ), batches AS (
        SELECT min(n.first_row) AS first_row, max(n.first_row) AS last_row, count(*) AS numbers,
               row_number() OVER (ORDER BY min(n.first_row)) AS place
          FROM needed n
         WHERE n.first_row < ALL (SELECT min(o.first_row) FROM needed o WHERE o.place > numbers_max HAVING count(*) > 0)
         GROUP BY (n.first_row - 1) / rows_per_job
    ), made AS (
        INSERT INTO refinery.jobs (run_id, stage, provider, seq, priority, first_row, row_count, phones)
        SELECT import, 'lookup', asked_provider, last_seq + b.place, current.priority, b.first_row, b.last_row - b.first_row + 1, b.numbers
          FROM batches b
        RETURNING phones
    )
    SELECT coalesce(sum(m.phones), 0) INTO asked FROM made m;
    IF asked = 0 THEN
        RETURN 0;
    END IF;
    IF current.jobs_pruned_at IS NOT NULL THEN
        -- The counters are summed from jobs again: one of each stage stands for those that were deleted.
        INSERT INTO refinery.jobs (run_id, stage, seq, state, first_row, row_count, stored, duplicates, rejected, finished_at)
        VALUES (import, 'refine', 1, 'done', 1, progress.done - split_rejected,
                progress.stored, progress.duplicates, progress.rejected - split_rejected, current.finished_at);
        INSERT INTO refinery.jobs (run_id, stage, provider, seq, state, first_row, row_count, phones, numbers, numbers_done, numbers_asked,
                                   numbers_failed, lookups, lookups_repeated, finished_at)
        VALUES (import, 'lookup', asked_provider, 1, 'done', 1, 0, progress.phones, progress.numbers, progress.numbers_done, progress.numbers_asked,
                progress.numbers_failed, progress.lookups, progress.lookups_repeated, current.finished_at);
    END IF;
    UPDATE refinery.runs r
       SET status = 'running', status_reason = 'lookup', finished_at = NULL, jobs_pruned_at = NULL
     WHERE r.id = import;
    UPDATE refinery.imports i
       SET options = i.options
                     -- Its rows are refined: their reject rate pauses nothing any more.
                     || '{"looks_up_numbers": true, "reject_rate_accepted": true}'
                     || jsonb_build_object('lookup_provider', asked_provider)
                     -- What was cancelled before its end is not completed by lookups.
                     || CASE WHEN current.status = 'cancelled'
                                  AND progress.rows IS DISTINCT FROM progress.done
                             THEN '{"ends_cancelled": true}'::jsonb ELSE '{}' END
     WHERE i.id = import;
    PERFORM refinery_internal.record_event(import, 'import_lookups_added', jsonb_build_object('to_look_up', asked, 'by', session_user));
    RETURN asked;
END
$$;

-- What people call. `simulates`: only pretended.
CREATE OR REPLACE FUNCTION refinery.look_up_import(import uuid, simulates boolean DEFAULT false, numbers_max bigint DEFAULT NULL)
RETURNS bigint
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT refinery_internal.add_lookups(import, CASE WHEN simulates THEN 'simulator' ELSE 'twilio' END, numbers_max)
$$;
