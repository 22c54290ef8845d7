-- sql/migrations/0013_lookup_providers.sql
-- Why:   more than one service can be asked about numbers: a number says who answered, a lookup job whom it asks, instead of a stage and a
--        flag for those that only pretend. is_simulated stays for readers, computed.
-- Locks: ACCESS EXCLUSIVE on jobs for one read and a new index, and on numbers while it is written anew (a million numbers: some seconds).
--        Refused while processes live: those of the version before claim by the stage that goes.
DO $$
BEGIN
    IF EXISTS (SELECT FROM refinery.workers WHERE lease_until > clock_timestamp()) THEN
        RAISE EXCEPTION 'Processes of the version before are still running.'
            USING ERRCODE = 'object_in_use', HINT = 'Stop the whole fleet, wait 15 seconds, and migrate again.';
    END IF;
END
$$;

-- Made again by sql/views. What reads the column through them has to wait for its place.
DROP VIEW IF EXISTS refinery.usbizdata_records;
DROP FUNCTION IF EXISTS refinery_internal.import_numbers(uuid, boolean);
DROP FUNCTION IF EXISTS refinery_internal.is_settled(refinery.numbers, boolean);

ALTER TABLE refinery.numbers
    -- Who was asked last: null until somebody answered, or could not.
    ADD COLUMN provider text;
UPDATE refinery.numbers SET provider = CASE WHEN is_simulated THEN 'simulator' ELSE 'twilio' END WHERE status <> 'pending';
ALTER TABLE refinery.numbers
    DROP COLUMN is_simulated,
    -- The only place that says which providers pretend: their answers are never believed where another is asked.
    ADD COLUMN is_simulated boolean NOT NULL GENERATED ALWAYS AS (coalesce(provider = 'simulator', false)) STORED;

UPDATE refinery.imports
   SET options = options - 'simulates_lookups'
                 || CASE WHEN (options ->> 'simulates_lookups')::boolean THEN '{"lookup_provider": "simulator"}'::jsonb ELSE '{}' END
 WHERE options ? 'simulates_lookups';

ALTER TABLE refinery.jobs
    -- Whom a lookup job asks; empty for the stages that ask nobody. A part of the order in which jobs are claimed, so never null.
    ADD COLUMN provider text NOT NULL DEFAULT '';
-- An import whose numbers were looked up after it only pretended has jobs of both stages, each counted from 1.
UPDATE refinery.jobs j
   SET stage = 'lookup', provider = 'simulator',
       seq = j.seq + (SELECT coalesce(max(o.seq), 0) FROM refinery.jobs o WHERE o.run_id = j.run_id AND o.stage = 'lookup')
 WHERE j.stage = 'simulated_lookup';
UPDATE refinery.jobs SET provider = 'twilio' WHERE stage = 'lookup' AND provider = '';
ALTER TABLE refinery.jobs
    DROP CONSTRAINT jobs_stage_check,
    ADD CONSTRAINT jobs_stage_check CHECK (stage IN ('split', 'refine', 'lookup')),
    ADD CONSTRAINT jobs_provider_check CHECK ((provider <> '') = (stage = 'lookup'));

DROP INDEX refinery.jobs_ready_index;
CREATE INDEX jobs_ready_index ON refinery.jobs (stage, provider, priority, id) WHERE state = 'ready';
