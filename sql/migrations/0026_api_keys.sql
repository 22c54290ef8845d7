-- sql/migrations/0026_api_keys.sql
-- Why:   people and programs use the HTTP interface with keys of their own instead of a password of the database: each with what it may do,
--        an end, and a rate. Of a secret only the SHA-256 is kept. The web process reads none of it; it asks a function
--        (sql/views/api_keys.sql), as refinery_web.
-- Locks: new tables only; safe while the fleet runs.
CREATE TABLE refinery.api_keys (
    -- Public: it stands in logs and in the audit log.
    id               text        COLLATE "C" NOT NULL,
    name             text        NOT NULL,
    secret_sha256    bytea       NOT NULL,
    scopes           text[]      NOT NULL,
    -- Requests a second for long, and so many at once.
    rate_per_second  real        NOT NULL,
    burst            integer     NOT NULL,
    created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_by       text        NOT NULL DEFAULT session_user,
    -- Null: never.
    expires_at       timestamptz,
    revoked_at       timestamptz,
    -- Up to a minute old.
    last_used_at     timestamptz,
    CONSTRAINT api_keys_pkey PRIMARY KEY (id),
    CONSTRAINT api_keys_id_check CHECK (id ~ '^[a-z2-7]{12}$'),
    CONSTRAINT api_keys_name_check CHECK (name <> '' AND length(name) <= 100),
    CONSTRAINT api_keys_secret_check CHECK (octet_length(secret_sha256) = 32),
    CONSTRAINT api_keys_scopes_check CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['read', 'submit', 'operate', 'reveal', 'admin']),
    CONSTRAINT api_keys_rate_check CHECK (rate_per_second BETWEEN 0.01 AND 1000000 AND burst BETWEEN 1 AND 1000000)
);

-- When the next request of a key would be on time if its burst were one: a virtual schedule, as that of lookups.
CREATE TABLE refinery.api_key_rates (
    key_id  text        COLLATE "C" NOT NULL,
    due_at  timestamptz NOT NULL,
    CONSTRAINT api_key_rates_pkey PRIMARY KEY (key_id),
    CONSTRAINT api_key_rates_key_id_fkey FOREIGN KEY (key_id) REFERENCES refinery.api_keys (id) ON DELETE CASCADE
) WITH (fillfactor = 50);

-- Failed logins by what they named and where they came from, each hashed into one of some thousand slots: whoever makes ids up fills no table.
CREATE TABLE refinery.failed_logins (
    slot   integer     NOT NULL,
    -- Of one failure each, less what has leaked away since.
    score  real        NOT NULL,
    at     timestamptz NOT NULL,
    CONSTRAINT failed_logins_pkey PRIMARY KEY (slot)
) WITH (fillfactor = 50);

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = 'refinery_web') THEN
        CREATE ROLE refinery_web NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN
        NULL;  -- another database of this server was migrated at the same time
    WHEN insufficient_privilege THEN
        RAISE NOTICE 'The role refinery_web was not created, because % may not create roles.', current_user
            USING HINT = 'Optional. As an administrator: CREATE ROLE refinery_web NOLOGIN; then: SELECT refinery.grant_privileges();';
END
$$;
