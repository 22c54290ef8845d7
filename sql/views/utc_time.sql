-- sql/views/utc_time.sql: an instant as every JSON of Refinery writes it, whatever the session's time zone: ISO 8601 in UTC.
CREATE OR REPLACE FUNCTION refinery_internal.utc_time(instant timestamptz) RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT to_char(instant AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;
