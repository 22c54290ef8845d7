-- sql/views/display_status.sql: what people are told of an import's status. One whose source still arrives is `running` for its jobs.
CREATE OR REPLACE FUNCTION refinery_internal.display_status(status text, source_received bigint) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE WHEN status = 'running' AND source_received IS NOT NULL THEN 'receiving' ELSE status END
$$;
