-- Ready jobs that cover no rows, of one run that never ends: $1 how many.
WITH run AS (
    INSERT INTO refinery.runs (id, kind) VALUES (gen_random_uuid(), 'benchmark') RETURNING id
)
INSERT INTO refinery.jobs (run_id, stage, seq, row_count, byte_offset, byte_length, first_row)
SELECT run.id, 'refine', n, 0, 0, 0, 1 FROM run, generate_series(1, %(jobs)s) AS n
