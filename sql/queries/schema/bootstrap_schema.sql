-- sql/queries/schema/bootstrap_schema.sql: what remembers the migrations, made before the first of them.
CREATE SCHEMA IF NOT EXISTS refinery;

CREATE TABLE IF NOT EXISTS refinery.schema_migrations (
    number      integer     NOT NULL,
    name        text        NOT NULL,
    sha256      bytea       NOT NULL,
    applied_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT schema_migrations_pkey PRIMARY KEY (number)
);

CREATE TABLE IF NOT EXISTS refinery.schema_views (
    name        text        NOT NULL,
    sha256      bytea       NOT NULL,
    applied_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT schema_views_pkey PRIMARY KEY (name)
);
