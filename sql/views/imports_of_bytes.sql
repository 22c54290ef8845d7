-- sql/views/imports_of_bytes.sql: the imports that keep the same bytes, by their SHA-256, from being submitted again. One that is undone does
-- not, nor one whose file was not understood: nothing of it is there.
CREATE OR REPLACE FUNCTION refinery_internal.imports_of_bytes(hash bytea)
RETURNS TABLE (id uuid, file_name text, status text, created_at timestamptz)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT i.id, i.file_name, r.status, r.created_at
      FROM refinery.imports i
      JOIN refinery.runs r ON r.id = i.id
     WHERE i.source_file_hash = hash
       AND NOT (r.status = 'undone' AND r.status_reason IS NULL)
       AND NOT (r.status = 'failed' AND i.options ? 'reading')
$$;

-- Whoever submits these bytes is alone with them until his transaction ends: who comes at the same instant waits, and then finds his import.
-- The key is half of the hash: files that share it by chance wait for each other, and no more.
CREATE OR REPLACE FUNCTION refinery_internal.lock_bytes(hash bytea) RETURNS void
LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT pg_advisory_xact_lock(('x' || encode(substring(hash FOR 8), 'hex'))::bit(64)::bigint) $$;
