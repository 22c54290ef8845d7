-- sql/views/imports_of_bytes.sql: the imports that keep the same bytes, by their SHA-256, from being submitted again. One that is undone does
-- not, nor one whose file was not understood: nothing of it is there.
CREATE OR REPLACE FUNCTION refinery_internal.imports_of_bytes(hash bytea) RETURNS SETOF refinery.imports
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT i.* FROM refinery.imports i
     WHERE i.source_file_hash = hash
       AND NOT (i.status = 'undone' AND i.status_reason IS NULL)
       AND NOT (i.status = 'failed' AND i.options ? 'reading')
$$;
