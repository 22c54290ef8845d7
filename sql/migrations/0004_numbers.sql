-- sql/migrations/0004_numbers.sql
-- Why:   a phone number is looked up once, however many records, batches and imports share it: it becomes a row of its own,
--        with what the operator's lookup service said, until when that is fresh, and who is asking right now. Batches of
--        numbers are jobs of the stage `lookup`, one for each refined batch that has numbers.
-- Locks: ACCESS EXCLUSIVE on jobs, imports and workers: for an instant for the columns, and while the three checks read the
--        tables once (a million jobs: under a second), in which claims wait.

CREATE TABLE refinery.numbers (
    e164                 text        COLLATE "C" NOT NULL,
    -- libphonenumber's verdict; valid is the lookup's once there is one.
    country              text,
    possible             boolean     NOT NULL,
    valid                boolean     NOT NULL,
    number_type          text        NOT NULL,
    status               text        NOT NULL DEFAULT 'pending',
    -- What the lookup said.
    line_type            text,
    carrier_name         text,
    mobile_country_code  text,
    mobile_network_code  text,
    validity_score       numeric(3, 2),
    error_code           integer,
    answer               jsonb,
    looked_up_at         timestamptz,
    -- Until then nobody asks again.
    fresh_until          timestamptz,
    -- What was paid for this number so far, in millionths of a dollar.
    cost_micros          bigint      NOT NULL DEFAULT 0,
    -- Answered by a simulated account: never believed where a real one is asked.
    is_simulated         boolean     NOT NULL DEFAULT false,
    -- The intent: this claim of this job is about to ask, or has asked and not stored the answer. A job that is not claimed
    -- with that token any more has lost it.
    asked_job            bigint,
    asked_token          bigint,
    asked_at             timestamptz,
    created_at           timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT numbers_pkey PRIMARY KEY (e164),
    CONSTRAINT numbers_e164_check CHECK (e164 ~ '^\+[1-9][0-9]{3,14}$'),
    CONSTRAINT numbers_status_check CHECK (status IN ('pending', 'answered', 'unknown', 'failed')),
    CONSTRAINT numbers_validity_score_check CHECK (validity_score BETWEEN 0 AND 1),
    CONSTRAINT numbers_intent_check CHECK ((asked_job IS NULL) = (asked_token IS NULL)),
    CONSTRAINT numbers_settled_check CHECK (status = 'pending' OR fresh_until IS NOT NULL)
) WITH (fillfactor = 20);

ALTER TABLE refinery.jobs
    DROP CONSTRAINT jobs_stage_check,
    ADD CONSTRAINT jobs_stage_check CHECK (stage IN ('split', 'refine', 'lookup', 'simulated_lookup')),
    -- Of a lookup job: phone cells that its rows brought; distinct numbers among them (null until it is begun); those that
    -- are settled, were settled by asking, and failed; requests made; requests made a second time because of a crash.
    ADD COLUMN phones           integer,
    ADD COLUMN numbers          integer,
    ADD COLUMN numbers_done     integer,
    ADD COLUMN numbers_asked    integer,
    ADD COLUMN numbers_failed   integer,
    ADD COLUMN lookups          integer,
    ADD COLUMN lookups_repeated integer;

ALTER TABLE refinery.imports
    -- Folded from the jobs, like the counters of rows.
    ADD COLUMN phones           bigint NOT NULL DEFAULT 0,
    ADD COLUMN numbers          bigint NOT NULL DEFAULT 0,
    ADD COLUMN numbers_done     bigint NOT NULL DEFAULT 0,
    ADD COLUMN numbers_asked    bigint NOT NULL DEFAULT 0,
    ADD COLUMN numbers_failed   bigint NOT NULL DEFAULT 0,
    ADD COLUMN lookups          bigint NOT NULL DEFAULT 0,
    ADD COLUMN lookups_repeated bigint NOT NULL DEFAULT 0;

ALTER TABLE refinery.workers
    DROP CONSTRAINT workers_role_check,
    ADD CONSTRAINT workers_role_check CHECK (role IN ('coordinator', 'worker', 'lookup-worker'));
