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

-- Whoever submits these bytes is alone with them until his transaction ends: who comes at the same instant waits, and then finds his import.
-- The key is half of the hash: files that share it by chance wait for each other, and no more.
CREATE OR REPLACE FUNCTION refinery_internal.lock_bytes(hash bytea) RETURNS void
LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT pg_advisory_xact_lock(('x' || encode(substring(hash FOR 8), 'hex'))::bit(64)::bigint) $$;
