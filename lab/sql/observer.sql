-- lab/sql/observer.sql: an independent witness inside the database: who changed which job when, and who wrote effects in
-- which transaction. Everything commits or rolls back together with what it witnesses.
CREATE SCHEMA chaos;

CREATE TABLE chaos.transitions (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    txid       bigint NOT NULL DEFAULT txid_current(),
    writer     text NOT NULL DEFAULT current_setting('application_name'),
    job_id     bigint NOT NULL,
    run_id     uuid NOT NULL,
    stage      text NOT NULL,
    old_state  text NOT NULL,
    new_state  text NOT NULL,
    old_worker uuid,
    new_worker uuid,
    old_token  bigint,
    new_token  bigint
);

CREATE TABLE chaos.effects (
    at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    txid    bigint NOT NULL DEFAULT txid_current(),
    writer  text NOT NULL DEFAULT current_setting('application_name'),
    relation text NOT NULL,
    rows    bigint NOT NULL
);

CREATE FUNCTION chaos.witness_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO chaos.transitions (job_id, run_id, stage, old_state, new_state, old_worker, new_worker, old_token, new_token)
    VALUES (NEW.id, NEW.run_id, NEW.stage, OLD.state, NEW.state, OLD.worker_id, NEW.worker_id, OLD.token, NEW.token);
    RETURN NULL;
END
$$;

CREATE TRIGGER witness AFTER UPDATE ON refinery.jobs FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION chaos.witness_transition();

CREATE FUNCTION chaos.witness_effect() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    count bigint;
BEGIN
    SELECT count(*) INTO count FROM written;
    IF count > 0 THEN
        INSERT INTO chaos.effects (relation, rows) VALUES (TG_TABLE_NAME, count);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER witness AFTER INSERT ON refinery.records REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION chaos.witness_effect();
CREATE TRIGGER witness AFTER INSERT ON refinery.fingerprints REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION chaos.witness_effect();
CREATE TRIGGER witness AFTER INSERT ON refinery.duplicates REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION chaos.witness_effect();
CREATE TRIGGER witness AFTER INSERT ON refinery.rejects REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION chaos.witness_effect();
