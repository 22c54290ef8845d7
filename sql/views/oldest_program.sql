-- sql/views/oldest_program.sql: the oldest program that may work beside this schema, by the number of the last migration that it knows. Programs of
-- the release before go on while those of this one replace them: migrations only add (docs/deploy.md). One that takes away what they use raises it.
CREATE OR REPLACE FUNCTION refinery_internal.oldest_program() RETURNS integer
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT 24 $$;
