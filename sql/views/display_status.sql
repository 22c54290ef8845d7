-- sql/views/display_status.sql: what people are told of an import's status. One whose source still arrives is `running` for its jobs.
-- Without a search_path of its own, so that the planner can take it apart: it names no type, no table and no function.
CREATE OR REPLACE FUNCTION refinery_internal.display_status(status text, source_received bigint) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE WHEN status = 'running' AND source_received IS NOT NULL THEN 'receiving' ELSE status END
$$;
