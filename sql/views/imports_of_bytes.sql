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
