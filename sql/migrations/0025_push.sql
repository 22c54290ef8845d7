-- sql/migrations/0025_push.sql
-- Why:   contacts of blocks go out to the services that call them: where to, and a ledger with a row a contact, written before it is sent
--        (docs/campaigns.md).
-- Locks: ACCESS EXCLUSIVE on jobs while a check reads it once (a million jobs: under a second), and on workers for an instant; else new tables
--        only. Safe while the fleet runs.

ALTER TABLE refinery.jobs
    DROP CONSTRAINT jobs_stage_check,
    ADD CONSTRAINT jobs_stage_check CHECK (stage IN ('split', 'refine', 'lookup', 'link', 'enrich', 'push'));

ALTER TABLE refinery.workers
    DROP CONSTRAINT workers_role_check,
    ADD CONSTRAINT workers_role_check CHECK (role IN ('coordinator', 'worker', 'lookup-worker', 'enrich-worker', 'push-worker'));

-- Where contacts can be sent. The name stays when one is removed: the ledger goes on where it is added again.
CREATE TABLE refinery.campaign_destinations (
    name                 text        NOT NULL,
    kind                 text        NOT NULL,
    -- Addresses, ids and forms; of secrets only the names of the variables that hold them (DestinationSettings).
    settings             jsonb       NOT NULL,
    -- Of all push workers together; null: no limit.
    requests_per_minute  integer,
    -- Nothing is sent before: by the limit above, or because the service asked for it.
    next_request_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Why nothing is sent until somebody acts.
    stopped_reason       text,
    created_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_by           text        NOT NULL DEFAULT session_user,
    removed_at           timestamptz,
    CONSTRAINT campaign_destinations_pkey PRIMARY KEY (name),
    CONSTRAINT campaign_destinations_name_check CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$'),
    CONSTRAINT campaign_destinations_requests_per_minute_check CHECK (requests_per_minute > 0)
);

-- What a run of the kind `push` sends where.
CREATE TABLE refinery.push_runs (
    run_id       uuid    NOT NULL,
    destination  text    NOT NULL,
    blocks       uuid[]  NOT NULL,
    CONSTRAINT push_runs_pkey PRIMARY KEY (run_id),
    CONSTRAINT push_runs_run_id_fkey FOREIGN KEY (run_id) REFERENCES refinery.runs (id) ON DELETE CASCADE,
    CONSTRAINT push_runs_destination_fkey FOREIGN KEY (destination) REFERENCES refinery.campaign_destinations (name)
);

-- The ledger: a contact of a block is sent to a destination once.
CREATE TABLE refinery.campaign_pushes (
    block_id     uuid        NOT NULL,
    destination  text        NOT NULL,
    persona_id   uuid        NOT NULL,
    -- The run that sends it, or did; a job covers first_row and row_count places of it.
    run_id       uuid        NOT NULL,
    place        bigint      NOT NULL,
    -- pending; pushed: the service has it; refused: it does not take it; failed: it could not be sent; suppressed: nobody may call it any more;
    -- unknown: it was sent, and whether it arrived is not known.
    status       text        NOT NULL DEFAULT 'pending',
    reason       text,
    -- With whom it goes in one request, the same however often that is repeated.
    message_id   uuid        NOT NULL,
    -- The intent: the claim with this token sends it, or has sent it without storing an answer. Of `unknown` the last one that did.
    sent_token   bigint,
    -- Requests that it was in.
    sends        integer     NOT NULL DEFAULT 0,
    -- Whether an earlier one of them may have arrived.
    is_repeated  boolean     NOT NULL DEFAULT false,
    -- What the service calls it.
    reference    text,
    changed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT campaign_pushes_pkey PRIMARY KEY (block_id, destination, persona_id),
    CONSTRAINT campaign_pushes_destination_fkey FOREIGN KEY (destination) REFERENCES refinery.campaign_destinations (name),
    CONSTRAINT campaign_pushes_status_check CHECK (status IN ('pending', 'pushed', 'refused', 'failed', 'unknown', 'suppressed'))
) WITH (fillfactor = 70);
CREATE INDEX campaign_pushes_run_id_place_index ON refinery.campaign_pushes (run_id, place);
CREATE INDEX campaign_pushes_persona_id_index ON refinery.campaign_pushes (persona_id);
