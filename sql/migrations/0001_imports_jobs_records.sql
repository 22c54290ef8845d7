-- sql/migrations/0001_imports_jobs_records.sql
-- Why:   the first schema: imports and their sources, the job queue, the refined rows and their outcomes, events.
-- Locks: new objects only; safe while the fleet runs.

-- Grows with every claim; a write that carries an older token than the row's changes nothing.
CREATE SEQUENCE refinery.fencing_token AS bigint;

CREATE TABLE refinery.imports (
    id                uuid        NOT NULL,
    -- The high half of this import's record ids: record id = number × 2^32 + row. Small, dense, never reused.
    number            integer     NOT NULL GENERATED ALWAYS AS IDENTITY,
    file_name         text        NOT NULL,
    source_uri        text        NOT NULL,
    source_bytes      bigint      NOT NULL,
    source_file_hash  bytea       NOT NULL,
    options           jsonb       NOT NULL,
    status            text        NOT NULL DEFAULT 'running',
    status_reason     text,
    priority          smallint    NOT NULL DEFAULT 100,
    -- Rows that may be split before the import pauses by itself; null means no limit.
    row_limit         bigint,
    -- Where the splitter goes on: committed together with the jobs it made.
    split_offset      bigint      NOT NULL DEFAULT 0,
    split_rows        bigint      NOT NULL DEFAULT 0,
    split_at          timestamptz,
    -- Folded from the counters of the jobs by the leading coordinator.
    rows_stored       bigint      NOT NULL DEFAULT 0,
    rows_duplicate    bigint      NOT NULL DEFAULT 0,
    rows_rejected     bigint      NOT NULL DEFAULT 0,
    -- What the splitter rejected itself (rows that cannot be read), part of rows_rejected.
    split_rejected    bigint      NOT NULL DEFAULT 0,
    created_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_at        timestamptz,
    finished_at       timestamptz,
    CONSTRAINT imports_pkey PRIMARY KEY (id),
    CONSTRAINT imports_number_key UNIQUE (number),
    CONSTRAINT imports_status_check CHECK (status IN ('running', 'paused', 'completed', 'failed', 'cancelled')),
    CONSTRAINT imports_source_file_hash_check CHECK (octet_length(source_file_hash) = 32),
    -- Every row has exactly one outcome: the database itself refuses to call anything else completed.
    CONSTRAINT imports_completed_check CHECK (
        status <> 'completed' OR split_rows = rows_stored + rows_duplicate + rows_rejected)
) WITH (fillfactor = 50);

CREATE INDEX imports_source_file_hash_index ON refinery.imports (source_file_hash);
CREATE INDEX imports_active_index ON refinery.imports (status) WHERE status IN ('running', 'paused');

-- Raw bytes of sources kept in Postgres, in order, 256 KiB each but the last.
CREATE TABLE refinery.source_chunks (
    source_id  uuid    NOT NULL,
    seq        integer NOT NULL,
    bytes      bytea   COMPRESSION lz4 NOT NULL,
    CONSTRAINT source_chunks_pkey PRIMARY KEY (source_id, seq)
);

CREATE TABLE refinery.workers (
    id           uuid        NOT NULL,
    -- Key of the session advisory lock this worker holds while its process lives.
    number       integer     NOT NULL GENERATED ALWAYS AS IDENTITY,
    role         text        NOT NULL,
    host         text        NOT NULL,
    pid          integer     NOT NULL,
    version      text        NOT NULL,
    -- False behind a transaction-mode pooler, where a session lock proves nothing: then only the lease counts.
    holds_lock   boolean     NOT NULL DEFAULT false,
    started_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    lease_until  timestamptz NOT NULL,
    CONSTRAINT workers_pkey PRIMARY KEY (id),
    CONSTRAINT workers_number_key UNIQUE (number),
    CONSTRAINT workers_role_check CHECK (role IN ('coordinator', 'worker'))
) WITH (fillfactor = 50);

CREATE TABLE refinery.jobs (
    id            bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    import_id     uuid        NOT NULL,
    stage         text        NOT NULL,
    -- Batch number within the stage, from 1.
    seq           integer     NOT NULL,
    state         text        NOT NULL DEFAULT 'ready',
    priority      smallint    NOT NULL DEFAULT 100,
    attempt       smallint    NOT NULL DEFAULT 0,
    attempts_max  smallint    NOT NULL DEFAULT 3,
    -- A waiting job becomes ready at this instant; null means it is held (import paused, or row limit reached).
    ready_at      timestamptz,
    worker_id     uuid,
    token         bigint,
    -- What a refine job covers: bytes of the source, and its rows.
    byte_offset   bigint,
    byte_length   integer,
    first_row     bigint,
    row_count     integer,
    -- What came of it, written together with its effects.
    stored        integer,
    duplicates    integer,
    rejected      integer,
    -- History of failures and rescues, oldest first: [{"at", "attempt", "worker_id", "code", "message"}].
    errors        jsonb,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    claimed_at    timestamptz,
    finished_at   timestamptz,
    CONSTRAINT jobs_pkey PRIMARY KEY (id),
    CONSTRAINT jobs_import_id_stage_seq_key UNIQUE (import_id, stage, seq),
    CONSTRAINT jobs_import_id_fkey FOREIGN KEY (import_id) REFERENCES refinery.imports (id) ON DELETE CASCADE,
    CONSTRAINT jobs_stage_check CHECK (stage IN ('split', 'refine')),
    CONSTRAINT jobs_state_check CHECK (state IN ('ready', 'waiting', 'claimed', 'done', 'dead', 'cancelled')),
    CONSTRAINT jobs_claimed_check CHECK (state <> 'claimed' OR (worker_id IS NOT NULL AND token IS NOT NULL)),
    CONSTRAINT jobs_outcome_check CHECK (
        state <> 'done' OR stage <> 'refine' OR stored + duplicates + rejected = row_count)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- The claim reads this index only; jobs that are not due stay outside of it.
CREATE INDEX jobs_ready_index ON refinery.jobs (stage, priority, id) WHERE state = 'ready';
CREATE INDEX jobs_waiting_index ON refinery.jobs (ready_at) WHERE state = 'waiting';
CREATE INDEX jobs_claimed_index ON refinery.jobs (worker_id) WHERE state = 'claimed';

CREATE TABLE refinery.records (
    id                      bigint      NOT NULL,
    import_id               uuid        NOT NULL,
    row_number              bigint      NOT NULL,
    fingerprint             bytea       NOT NULL,
    business_name           text,
    contact_name            text,
    first_name              text,
    last_name               text,
    title                   text,
    business_email          text,
    phone_e164              text,
    phone_extension         text,
    phone_status            text        NOT NULL,
    direct_phone_e164       text,
    direct_phone_extension  text,
    website                 text,
    business_address        text,
    city                    text,
    state                   text,
    zip_code                text,
    county                  text,
    industry                text,
    business_type           text,
    employee_count          bigint,
    employee_count_high     bigint,
    employee_count_text     text,
    annual_revenue          bigint,
    annual_revenue_high     bigint,
    annual_revenue_text     text,
    sic_code                text,
    sic_description         text,
    naics_code              text,
    year_established        smallint,
    processing_errors       jsonb,
    extra                   jsonb,
    -- now(), not clock_timestamp(): a volatile default would make COPY insert row by row.
    created_at              timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT records_pkey PRIMARY KEY (id),
    CONSTRAINT records_phone_status_check CHECK (phone_status IN ('valid', 'invalid', 'missing'))
);

-- What makes a row a duplicate, across all imports. Apart from records, so that records are written by COPY alone
-- and the one random index of an import stays narrow.
CREATE TABLE refinery.fingerprints (
    fingerprint  bytea  NOT NULL,
    record_id    bigint NOT NULL,
    CONSTRAINT fingerprints_pkey PRIMARY KEY (fingerprint)
);

CREATE TABLE refinery.rejects (
    import_id   uuid        NOT NULL,
    row_number  bigint      NOT NULL,
    field       text,
    value       text,
    code        text        NOT NULL,
    message     text        NOT NULL,
    raw         text        NOT NULL,
    -- Where the row begins in the source; null where that is not known, because the source is not UTF-8.
    byte_offset bigint,
    CONSTRAINT rejects_pkey PRIMARY KEY (import_id, row_number)
);

CREATE TABLE refinery.duplicates (
    import_id   uuid        NOT NULL,
    row_number  bigint      NOT NULL,
    record_id   bigint      NOT NULL,
    CONSTRAINT duplicates_pkey PRIMARY KEY (import_id, row_number)
);

-- Durable history; NOTIFY carries the same payloads, and a listener that sees a gap in seq reads on here.
CREATE TABLE refinery.events (
    seq        bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    import_id  uuid,
    kind       text        NOT NULL,
    data       jsonb       NOT NULL,
    CONSTRAINT events_pkey PRIMARY KEY (seq)
);

CREATE INDEX events_import_id_seq_index ON refinery.events (import_id, seq);
