-- sql/migrations/0031_audit_log.sql
-- Why:   who did what, in the transaction that did it, where nobody can change it afterwards without being seen: each entry's hash is over the
--        entry and the hash before (docs/security.md). Triggers write it, so that a change from psql is seen as well as one of the program.
-- Locks: SHARE ROW EXCLUSIVE on the tables that are watched, for a moment; nothing is rewritten.
CREATE TABLE refinery.audit_log (
    id         bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- As the program says: cli:user@host, key:id, fleet:worker; else db:user.
    actor      text        NOT NULL,
    run_id     uuid,
    job_id     bigint,
    record_id  bigint,
    operation  text        NOT NULL,
    level      text        NOT NULL,
    status     text        NOT NULL,
    message    text        NOT NULL,
    -- Never a value of a row. `user`: who was logged in to the database.
    metadata   jsonb       NOT NULL,
    CONSTRAINT audit_log_pkey PRIMARY KEY (id),
    CONSTRAINT audit_log_level_check CHECK (level IN ('info', 'warning', 'error')),
    CONSTRAINT audit_log_status_check CHECK (status IN ('success', 'failure'))
);
CREATE INDEX audit_log_run_id_index ON refinery.audit_log (run_id, id);

-- The entries in the order of their commits, without a gap.
CREATE TABLE refinery.audit_chain (
    seq       bigint NOT NULL,
    entry_id  bigint NOT NULL,
    hash      bytea  NOT NULL,
    CONSTRAINT audit_chain_pkey PRIMARY KEY (seq),
    CONSTRAINT audit_chain_entry_id_key UNIQUE (entry_id)
);

-- Where the chain ends, and, once old entries were deleted, behind which it begins.
CREATE TABLE refinery.audit_head (
    is_only      boolean NOT NULL DEFAULT true,
    seq          bigint  NOT NULL,
    hash         bytea   NOT NULL,
    anchor_seq   bigint  NOT NULL,
    anchor_hash  bytea   NOT NULL,
    CONSTRAINT audit_head_pkey PRIMARY KEY (is_only),
    CONSTRAINT audit_head_is_only_check CHECK (is_only)
);
INSERT INTO refinery.audit_head (seq, hash, anchor_seq, anchor_hash) VALUES (0, sha256('refinery'), 0, sha256('refinery'));

-- What they do is said by sql/views/audit.sql.
CREATE FUNCTION refinery_internal.audit_guard() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE FUNCTION refinery_internal.chain_audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE FUNCTION refinery_internal.audit_event() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE FUNCTION refinery_internal.audit_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE FUNCTION refinery_internal.audit_rows() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';

CREATE TRIGGER audit_log_guard BEFORE UPDATE OR DELETE OR TRUNCATE
    ON refinery.audit_log FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.audit_guard();
CREATE TRIGGER audit_chain_guard BEFORE UPDATE OR DELETE OR TRUNCATE
    ON refinery.audit_chain FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.audit_guard();
CREATE TRIGGER audit_head_guard BEFORE DELETE OR TRUNCATE
    ON refinery.audit_head FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.audit_guard();
-- At the commit: the lock on the head is held for no longer, and nothing else is waited for with it.
CREATE CONSTRAINT TRIGGER audit_log_chain AFTER INSERT ON refinery.audit_log
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refinery_internal.chain_audit();

-- What happens to runs is told by events. Progress is no change that anybody asked for.
CREATE TRIGGER events_audit AFTER INSERT ON refinery.events
    FOR EACH ROW WHEN (right(NEW.kind, 9) <> '_progress') EXECUTE FUNCTION refinery_internal.audit_event();

CREATE TRIGGER api_keys_audit AFTER INSERT OR DELETE OR UPDATE OF name, secret_sha256, scopes, rate_per_second, burst, expires_at, revoked_at
    ON refinery.api_keys FOR EACH ROW EXECUTE FUNCTION refinery_internal.audit_change();
CREATE TRIGGER mappings_audit AFTER INSERT OR UPDATE OR DELETE
    ON refinery.mappings FOR EACH ROW EXECUTE FUNCTION refinery_internal.audit_change();
-- Permits are taken from the same rows, but name other columns.
CREATE TRIGGER lookup_budgets_audit
    AFTER UPDATE OF rate_per_second, burst, monthly_requests, money_cap_micros, prices_micros, in_flight_limit
    ON refinery.lookup_budgets FOR EACH ROW EXECUTE FUNCTION refinery_internal.audit_change();
CREATE TRIGGER run_spending_insert_audit AFTER INSERT ON refinery.run_spending
    FOR EACH ROW WHEN (NEW.limit_micros IS NOT NULL) EXECUTE FUNCTION refinery_internal.audit_change();
CREATE TRIGGER run_spending_audit AFTER UPDATE OF limit_micros ON refinery.run_spending
    FOR EACH ROW WHEN (NEW.limit_micros IS DISTINCT FROM OLD.limit_micros) EXECUTE FUNCTION refinery_internal.audit_change();
CREATE TRIGGER links_insert_audit AFTER INSERT ON refinery.links
    FOR EACH ROW WHEN (NEW.decided_at IS NOT NULL) EXECUTE FUNCTION refinery_internal.audit_change();
CREATE TRIGGER links_audit AFTER UPDATE ON refinery.links
    FOR EACH ROW WHEN (NEW.decided_at IS DISTINCT FROM OLD.decided_at) EXECUTE FUNCTION refinery_internal.audit_change();
CREATE TRIGGER suppression_imports_audit AFTER INSERT ON refinery.suppression_imports
    FOR EACH ROW EXECUTE FUNCTION refinery_internal.audit_change();
CREATE TRIGGER campaign_blocks_insert_audit AFTER INSERT ON refinery.campaign_blocks
    FOR EACH ROW EXECUTE FUNCTION refinery_internal.audit_change();
CREATE TRIGGER campaign_blocks_audit AFTER UPDATE ON refinery.campaign_blocks
    FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status OR NEW.scrubbed_at IS DISTINCT FROM OLD.scrubbed_at)
    EXECUTE FUNCTION refinery_internal.audit_change();
-- A destination that stops is told by the event of the run that it stops.
CREATE TRIGGER campaign_destinations_insert_audit AFTER INSERT ON refinery.campaign_destinations
    FOR EACH ROW EXECUTE FUNCTION refinery_internal.audit_change();
CREATE TRIGGER campaign_destinations_audit AFTER UPDATE OF kind, settings, requests_per_minute, removed_at ON refinery.campaign_destinations
    FOR EACH ROW WHEN ((NEW.kind, NEW.settings, NEW.requests_per_minute, NEW.removed_at)
                       IS DISTINCT FROM (OLD.kind, OLD.settings, OLD.requests_per_minute, OLD.removed_at))
    EXECUTE FUNCTION refinery_internal.audit_change();
CREATE TRIGGER push_runs_audit AFTER INSERT ON refinery.push_runs
    FOR EACH ROW EXECUTE FUNCTION refinery_internal.audit_change();
CREATE TRIGGER schema_migrations_audit AFTER INSERT ON refinery.schema_migrations
    FOR EACH ROW EXECUTE FUNCTION refinery_internal.audit_change();
-- One entry a statement, of however many rows.
CREATE TRIGGER suppression_entries_insert_audit AFTER INSERT ON refinery.suppression_entries
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.audit_rows('suppressions_added');
CREATE TRIGGER suppression_entries_update_audit AFTER UPDATE ON refinery.suppression_entries
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.audit_rows('suppressions_removed');
CREATE TRIGGER suppression_entries_delete_audit AFTER DELETE ON refinery.suppression_entries
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.audit_rows('suppressions_deleted');
CREATE TRIGGER call_results_audit AFTER INSERT ON refinery.call_results
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refinery_internal.audit_rows('call_results_received');
