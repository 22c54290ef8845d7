-- sql/migrations/0019_enrichment.sql
-- Why:   what is missing of a persona is bought from providers: a question is paid once, whoever asks it, and its answer is kept, also that nobody
--        knows anything. Spending is counted by run, not by import alone (docs/enrichment.md).
-- Locks: ACCESS EXCLUSIVE on jobs while two checks read it once (a million jobs: under a second), and on workers, import_spending and
--        lookup_leases for an instant; else new tables only. Safe while the fleet runs.

ALTER TABLE refinery.jobs
    DROP CONSTRAINT jobs_stage_check,
    ADD CONSTRAINT jobs_stage_check CHECK (stage IN ('split', 'refine', 'lookup', 'link', 'enrich')),
    DROP CONSTRAINT jobs_provider_check,
    ADD CONSTRAINT jobs_provider_check CHECK ((provider <> '') = (stage IN ('lookup', 'enrich')));

ALTER TABLE refinery.workers
    DROP CONSTRAINT workers_role_check,
    ADD CONSTRAINT workers_role_check CHECK (role IN ('coordinator', 'worker', 'lookup-worker', 'enrich-worker'));

-- Programs of the version before read it by its old name, which sql/views makes a view.
ALTER TABLE refinery.import_spending RENAME TO run_spending;
ALTER TABLE refinery.run_spending RENAME COLUMN import_id TO run_id;
ALTER TABLE refinery.run_spending RENAME CONSTRAINT import_spending_pkey TO run_spending_pkey;
ALTER TABLE refinery.run_spending RENAME CONSTRAINT import_spending_limit_micros_check TO run_spending_limit_micros_check;
ALTER TABLE refinery.run_spending RENAME CONSTRAINT import_spending_reserved_check TO run_spending_reserved_check;
ALTER TABLE refinery.run_spending
    DROP CONSTRAINT import_spending_import_id_fkey,
    ADD CONSTRAINT run_spending_run_id_fkey FOREIGN KEY (run_id) REFERENCES refinery.runs (id) ON DELETE CASCADE;

-- Made again by sql/views, with names of parameters that say run.
DROP FUNCTION IF EXISTS refinery_internal.is_cost_limit_reached(uuid);
DROP FUNCTION IF EXISTS refinery_internal.take_lookup_permits_at(text, uuid, uuid, text[], integer, integer, bigint, uuid, bigint);
ALTER TABLE refinery.lookup_leases RENAME COLUMN import_id TO run_id;
ALTER TABLE refinery.lookup_leases
    -- What requests of this lease cost less than their price.
    ADD COLUMN refunded_micros bigint NOT NULL DEFAULT 0;

-- What a run of the kind `enrich` asks, of whom, in which order.
CREATE TABLE refinery.enrich_runs (
    run_id     uuid    NOT NULL,
    -- As jobs name them; the next is asked for what those before did not know.
    providers  text[]  NOT NULL,
    wants      text[]  NOT NULL,
    -- Which personas were meant, for people.
    criteria   jsonb   NOT NULL,
    -- Jobs of the first provider, seq 1 and on; those of the next have the numbers behind them.
    batches    integer NOT NULL,
    CONSTRAINT enrich_runs_pkey PRIMARY KEY (run_id),
    CONSTRAINT enrich_runs_run_id_fkey FOREIGN KEY (run_id) REFERENCES refinery.runs (id) ON DELETE CASCADE,
    CONSTRAINT enrich_runs_providers_check CHECK (cardinality(providers) > 0)
);

-- Its personas; a job covers first_row and row_count places.
CREATE TABLE refinery.enrich_targets (
    run_id      uuid   NOT NULL,
    place       bigint NOT NULL,
    persona_id  uuid   NOT NULL,
    CONSTRAINT enrich_targets_pkey PRIMARY KEY (run_id, place),
    CONSTRAINT enrich_targets_run_id_fkey FOREIGN KEY (run_id) REFERENCES refinery.enrich_runs (run_id) ON DELETE CASCADE
);
CREATE INDEX enrich_targets_persona_id_index ON refinery.enrich_targets (persona_id);

-- One paid question, and what came of it.
CREATE TABLE refinery.enrichments (
    id              bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    provider        text        NOT NULL,
    product         text        NOT NULL,
    -- SHA-256 of the question: the question itself names a person, and nobody needs it any more.
    question        bytea       NOT NULL,
    -- open: to be asked; pending: the answer, or the rest of it, comes later; found, missed, refused, failed: settled until fresh_until.
    state           text        NOT NULL DEFAULT 'open',
    -- In the words of all providers; the answer as it came, without what may not be kept.
    result          jsonb,
    answer          jsonb,
    answered_at     timestamptz,
    fresh_until     timestamptz,
    -- What was, or may have been, paid for it so far, in millionths of a dollar.
    cost_micros     bigint      NOT NULL DEFAULT 0,
    -- The intent: this claim of this job is about to ask, or has asked and not stored the answer.
    asked_job       bigint,
    asked_token     bigint,
    asked_at        timestamptz,
    -- Of an answer that is on its way: how it is fetched, from when on and until when.
    pending_token   text,
    callback_key    text,
    collect_at      timestamptz,
    collect_until   timestamptz,
    -- The last part of the address that the provider may send it to; nobody can guess it. What was sent there and is not read yet.
    callback_token  text,
    callback        text,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT enrichments_pkey PRIMARY KEY (id),
    CONSTRAINT enrichments_provider_question_key UNIQUE (provider, question),
    CONSTRAINT enrichments_state_check CHECK (state IN ('open', 'pending', 'found', 'missed', 'refused', 'failed')),
    CONSTRAINT enrichments_intent_check CHECK ((asked_job IS NULL) = (asked_token IS NULL)),
    CONSTRAINT enrichments_pending_check CHECK ((state = 'pending') <= (pending_token IS NOT NULL AND collect_at IS NOT NULL)),
    CONSTRAINT enrichments_settled_check CHECK (state IN ('open', 'pending') OR fresh_until IS NOT NULL),
    CONSTRAINT enrichments_found_check CHECK (state <> 'found' OR result IS NOT NULL)
) WITH (fillfactor = 70);
CREATE INDEX enrichments_asked_job_index ON refinery.enrichments (asked_job) WHERE asked_job IS NOT NULL;
CREATE INDEX enrichments_callback_token_index ON refinery.enrichments (callback_token) WHERE callback_token IS NOT NULL;

-- Whose questions they are. The record is one of the persona whose values were asked with: the answer goes where it goes.
CREATE TABLE refinery.persona_enrichments (
    persona_id     uuid        NOT NULL,
    enrichment_id  bigint      NOT NULL,
    record_id      bigint      NOT NULL,
    -- By which run it was asked, or found answered, first.
    run_id         uuid        NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT persona_enrichments_pkey PRIMARY KEY (persona_id, enrichment_id),
    CONSTRAINT persona_enrichments_enrichment_id_fkey FOREIGN KEY (enrichment_id) REFERENCES refinery.enrichments (id) ON DELETE CASCADE
);
CREATE INDEX persona_enrichments_enrichment_id_index ON refinery.persona_enrichments (enrichment_id);
CREATE INDEX persona_enrichments_record_id_index ON refinery.persona_enrichments (record_id);
