-- sql/queries/insert_import.sql: a submitted file becomes an import, together with its split job.
-- $1 id, $2 file name, $3 source URI, $4 bytes, $5 SHA-256, $6 options, $7 priority, $8 row limit, $9 attempts,
-- $10 first byte of the first row, $11 who submits it or null.
WITH import AS (
    INSERT INTO refinery.imports (
        id, file_name, source_uri, source_bytes, source_file_hash, options, priority, row_limit, split_offset,
        submitted_by)
    VALUES ($1::uuid, $2::text, $3::text, $4::bigint, $5::bytea, $6::jsonb, $7::smallint, $8::bigint, $10::bigint,
            coalesce($11::text, session_user))
    RETURNING id, priority
)
INSERT INTO refinery.jobs (import_id, stage, seq, priority, attempts_max)
SELECT id, 'split', 1, priority, $9::smallint FROM import
RETURNING id
