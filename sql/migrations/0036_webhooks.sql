-- sql/migrations/0036_webhooks.sql
-- Why:   whoever runs a fleet hears what he has to know without looking: alerts go to webhooks, from a ledger that is written in the
--        transaction of what happened (docs/webhooks.md).
-- Locks: SHARE ROW EXCLUSIVE on events and campaign_blocks for an instant, to add a trigger; else new tables only. Safe while the fleet runs.

-- Where alerts are sent.
CREATE TABLE refinery.webhooks (
    id               uuid        NOT NULL DEFAULT gen_random_uuid(),
    url              text        NOT NULL,
    -- What its messages are signed with: whsec_ and base64. Read by the processes that send, and by nobody else (sql/views/grant_privileges.sql).
    secret           text        NOT NULL,
    -- Kinds of alerts, `import.*` for all of a group, or `*`.
    events           text[]      NOT NULL,
    -- Whether it may be an address that only this network knows.
    allows_private   boolean     NOT NULL DEFAULT false,
    -- Whether ALERT_WEBHOOK_URL of the leading coordinator names it.
    is_configured    boolean     NOT NULL DEFAULT false,
    created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_by       text        NOT NULL DEFAULT session_user,
    -- Nothing is sent from then on.
    disabled_at      timestamptz,
    disabled_reason  text,
    CONSTRAINT webhooks_pkey PRIMARY KEY (id),
    CONSTRAINT webhooks_url_key UNIQUE (url),
    CONSTRAINT webhooks_url_check CHECK (url ~ '^https?://[^/]' AND length(url) <= 2000),
    CONSTRAINT webhooks_secret_check CHECK (secret LIKE 'whsec\_%'),
    CONSTRAINT webhooks_events_check CHECK (cardinality(events) > 0),
    CONSTRAINT webhooks_disabled_check CHECK ((disabled_at IS NULL) = (disabled_reason IS NULL))
);

-- What was, or is to be, sent to one of them.
CREATE TABLE refinery.webhook_deliveries (
    -- The message's id, the same however often it is sent.
    id               uuid        NOT NULL DEFAULT gen_random_uuid(),
    webhook_id       uuid        NOT NULL,
    kind             text        NOT NULL,
    -- Of what happened.
    at               timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Facts; the sender adds the words for people. Never a value of a row.
    data             jsonb       NOT NULL,
    -- pending; delivered: it was answered with 2xx; failed: nobody tries any more.
    state            text        NOT NULL DEFAULT 'pending',
    -- How often it was sent, or may have been: also fences what the sender writes.
    attempts         integer     NOT NULL DEFAULT 0,
    -- How often since the last replay: the place in the schedule.
    step             integer     NOT NULL DEFAULT 0,
    replays          integer     NOT NULL DEFAULT 0,
    -- When it is due; while somebody sends it, when he is taken for dead.
    next_attempt_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_attempt_at  timestamptz,
    -- Of the answer; null: there was none.
    last_status      smallint,
    last_error       text,
    ended_at         timestamptz,
    CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (id),
    CONSTRAINT webhook_deliveries_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES refinery.webhooks (id) ON DELETE CASCADE,
    CONSTRAINT webhook_deliveries_state_check CHECK (state IN ('pending', 'delivered', 'failed')),
    CONSTRAINT webhook_deliveries_ended_check CHECK ((state = 'pending') = (ended_at IS NULL))
) WITH (fillfactor = 70);
CREATE INDEX webhook_deliveries_due_index ON refinery.webhook_deliveries (webhook_id, next_attempt_at) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_at_index ON refinery.webhook_deliveries (at DESC, id DESC);
CREATE INDEX webhook_deliveries_ended_index ON refinery.webhook_deliveries (ended_at) WHERE ended_at IS NOT NULL;

-- What is wrong now: an alert is told when its row comes, and may be told again when it has gone.
CREATE TABLE refinery.alerts (
    kind       text        NOT NULL,
    -- Of what: a run, a stage, an account, a host, a block.
    subject    text        NOT NULL,
    data       jsonb       NOT NULL,
    raised_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT alerts_pkey PRIMARY KEY (kind, subject)
);

-- How fast imports were when they began to run, or ran again after a pause: what they are measured by later.
CREATE TABLE refinery.import_paces (
    run_id      uuid        NOT NULL,
    since       timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Rows that had an outcome then.
    since_rows  bigint      NOT NULL,
    -- How long the rest takes at the pace of the beginning; null: nobody can tell yet.
    seconds     double precision,
    CONSTRAINT import_paces_pkey PRIMARY KEY (run_id),
    CONSTRAINT import_paces_run_id_fkey FOREIGN KEY (run_id) REFERENCES refinery.runs (id) ON DELETE CASCADE
);

-- What they do is said by sql/views/webhooks.sql.
CREATE FUNCTION refinery_internal.announce_event() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE FUNCTION refinery_internal.announce_blocks() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';

CREATE TRIGGER events_alert AFTER INSERT ON refinery.events
    FOR EACH ROW WHEN (NEW.kind IN ('import_completed', 'import_failed', 'import_paused')) EXECUTE FUNCTION refinery_internal.announce_event();
-- One alert a statement, however many blocks it makes.
CREATE TRIGGER campaign_blocks_alert AFTER INSERT ON refinery.campaign_blocks
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.announce_blocks();
CREATE TRIGGER webhooks_audit AFTER INSERT OR DELETE OR UPDATE OF url, secret, events, allows_private, disabled_at
    ON refinery.webhooks FOR EACH ROW EXECUTE FUNCTION refinery_internal.audit_change();
