-- sql/migrations/0030_web.sql
-- Why:   lists over HTTP are read a page at a time, newest first; what was asked once over HTTP is not done twice.
-- Locks: a new table, and two indexes on runs, which has a row an import: SHARE for an instant.
CREATE INDEX runs_created_at_index ON refinery.runs (created_at DESC, id DESC);
CREATE INDEX runs_finished_at_index ON refinery.runs (finished_at) WHERE finished_at IS NOT NULL;

-- A request that carries a key of its own, and what it was answered: whoever heard no answer asks again. Kept for a day.
CREATE TABLE refinery.api_requests (
    -- Who asked: two may have the same keys.
    api_key_id       text        COLLATE "C" NOT NULL,
    idempotency_key  text        COLLATE "C" NOT NULL,
    -- Of method, address and body.
    request_sha256   bytea       NOT NULL,
    begun_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Null: not answered yet.
    status           smallint,
    location         text,
    answer           text,
    CONSTRAINT api_requests_pkey PRIMARY KEY (api_key_id, idempotency_key),
    CONSTRAINT api_requests_key_check CHECK (length(idempotency_key) BETWEEN 1 AND 255),
    CONSTRAINT api_requests_answer_check CHECK ((status IS NULL) = (answer IS NULL))
);
CREATE INDEX api_requests_begun_at_index ON refinery.api_requests (begun_at);
