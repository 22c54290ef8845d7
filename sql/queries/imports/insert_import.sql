-- sql/queries/imports/insert_import.sql: a submitted file becomes an import, together with its run and its split job.
-- $1 id, $2 file name, $3 source URI, $4 bytes (0: not known yet), $5 SHA-256 or null when its bytes are still to come, $12 milliseconds
-- within which their receiver tells more (see sql/views/receive_import.sql); $6 options, $7 priority, $8 row limit, $9 attempts,
-- $10 first byte of the first row, $11 who submits it or null.
WITH run AS (
    INSERT INTO refinery.runs (id, kind, priority, submitted_by)
    VALUES ($1::uuid, 'import', $7::smallint, coalesce($11::text, session_user))
    RETURNING id, priority
), import AS (
    INSERT INTO refinery.imports (
        id, file_name, source_uri, source_bytes, source_file_hash, options, row_limit, split_offset, source_received, receiver_until)
    SELECT run.id, $2::text, $3::text, $4::bigint, $5::bytea, $6::jsonb, $8::bigint, $10::bigint, CASE WHEN $5::bytea IS NULL THEN 0 END,
           CASE WHEN $5::bytea IS NULL THEN clock_timestamp() + make_interval(secs => $12::bigint / 1000.0) END
      FROM run
)
INSERT INTO refinery.jobs (run_id, stage, seq, priority, attempts_max, state, ready_at)
SELECT id, 'split', 1, priority, $9::smallint, CASE WHEN $5::bytea IS NULL THEN 'waiting' ELSE 'ready' END,
       CASE WHEN $5::bytea IS NULL THEN clock_timestamp() + interval '1 s' END
  FROM run
RETURNING id
