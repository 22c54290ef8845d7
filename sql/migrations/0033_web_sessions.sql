-- sql/migrations/0033_web_sessions.sql
-- Why:   who looks at the dashboard shows his key once; from then on his browser shows a random token, of which only the SHA-256 is kept.
--        The web process reads none of it; it asks functions (sql/views/web_sessions.sql).
-- Locks: a new table; safe while the fleet runs.
CREATE TABLE refinery.web_sessions (
    token_sha256  bytea       NOT NULL,
    key_id        text        COLLATE "C" NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at    timestamptz NOT NULL,
    CONSTRAINT web_sessions_pkey PRIMARY KEY (token_sha256),
    CONSTRAINT web_sessions_token_check CHECK (octet_length(token_sha256) = 32),
    CONSTRAINT web_sessions_key_id_fkey FOREIGN KEY (key_id) REFERENCES refinery.api_keys (id) ON DELETE CASCADE
);
CREATE INDEX web_sessions_key_id_index ON refinery.web_sessions (key_id);
CREATE INDEX web_sessions_expires_at_index ON refinery.web_sessions (expires_at);
