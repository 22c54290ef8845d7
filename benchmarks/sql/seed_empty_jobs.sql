-- Ready jobs that cover no rows, of one import that never runs: $1 how many.
WITH import AS (
    INSERT INTO refinery.imports (id, file_name, source_uri, source_bytes, source_file_hash, options)
    VALUES (gen_random_uuid(), 'empty jobs', 'none:', 0, sha256(''), '{}')
    RETURNING id
)
INSERT INTO refinery.jobs (import_id, stage, seq, row_count, byte_offset, byte_length, first_row)
SELECT import.id, 'refine', n, 0, 0, 0, 1 FROM import, generate_series(1, %(jobs)s) AS n
