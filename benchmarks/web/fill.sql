-- benchmarks/web/fill.sql: what a busy year leaves: an import under way with %(rows)s records in %(batches)s batches, and %(runs)s others that are over. Straight into the
-- tables, as if imported; %(sample)s is a real import whose options they have.
CREATE TEMPORARY TABLE sample AS
SELECT i.options, i.source_uri, i.source_file_hash FROM refinery.imports i WHERE i.id = %(sample)s::uuid;

INSERT INTO refinery.runs (id, kind, status, counters, created_at, started_at)
VALUES (%(large)s::uuid, 'import', 'running',
        jsonb_build_object('rows', %(rows)s::bigint + 20000, 'stored', %(rows)s::bigint, 'duplicates', 10000, 'rejected', 10000),
        clock_timestamp() - interval '1 hour', clock_timestamp() - interval '1 hour');
INSERT INTO refinery.imports (id, file_name, source_uri, source_bytes, source_file_hash, options, split_offset, split_rows, split_at)
SELECT %(large)s::uuid, 'large.csv', source_uri, %(rows)s::bigint * 120, sha256('large'), options, %(rows)s::bigint * 120, %(rows)s::bigint + 20000, clock_timestamp()
  FROM sample;

INSERT INTO refinery.jobs (run_id, stage, seq, state, attempt, byte_offset, byte_length, first_row, row_count, stored, duplicates, rejected, claimed_at, finished_at)
SELECT %(large)s::uuid, 'refine', n, 'done', 1, n, 1, n, 250, 250, 0, 0,
       clock_timestamp() - (%(batches)s::integer - n) * interval '50 milliseconds', clock_timestamp() - (%(batches)s::integer - n) * interval '45 milliseconds'
  FROM generate_series(1, %(batches)s::integer) n;
-- The last batch waits for its next attempt: the import goes on for as long as anybody looks at it.
INSERT INTO refinery.jobs (run_id, stage, seq, state, attempt, byte_offset, byte_length, first_row, row_count, ready_at)
SELECT %(large)s::uuid, 'refine', %(batches)s::integer + 1, 'waiting', 1, %(batches)s::integer + 1, 1, %(batches)s::integer + 1, 250, clock_timestamp() + interval '1 day';

INSERT INTO refinery.records (id, import_id, row_number, fingerprint, business_name, first_name, last_name, business_email, phone_e164, phone_status, state)
SELECT (i.number::bigint << 32) + n, i.id, n, md5('record ' || n)::uuid, 'Firm ' || n / 2, 'Ann', 'Lee ' || n, 'ann' || n || '@firm.example',
       '+1212' || (2000000 + n %% 8000000)::text, 'valid', (ARRAY['TX', 'NY', 'CA', 'FL'])[1 + n %% 4]
  FROM refinery.imports i, generate_series(1, %(rows)s::bigint) n
 WHERE i.id = %(large)s::uuid;
INSERT INTO refinery.duplicates (import_id, row_number, record_id)
SELECT i.id, %(rows)s::bigint + n, (i.number::bigint << 32) + n FROM refinery.imports i, generate_series(1, 10000) n WHERE i.id = %(large)s::uuid;
INSERT INTO refinery.rejects (import_id, row_number, field, value, code, message, raw)
SELECT %(large)s::uuid, %(rows)s::bigint + 10000 + n, 'business_phone', '12', 'phone_invalid', 'It has too few digits.', 'Firm,12' FROM generate_series(1, 10000) n;
INSERT INTO refinery.events (run_id, kind, at, data)
SELECT %(large)s::uuid, 'import_progress', clock_timestamp() - (100000 - n) * interval '36 milliseconds', '{"rows": null, "stored": 1, "status": "running", "reason": null, "rejected": 0, "duplicates": 0, "rows_split": 1}'
  FROM generate_series(1, 100000) n;

WITH others AS (
    INSERT INTO refinery.runs (id, kind, status, counters, created_at, started_at, finished_at)
    SELECT md5('run ' || n)::uuid, 'import', 'completed', '{"rows": 250, "stored": 250, "duplicates": 0, "rejected": 0}', clock_timestamp() - n * interval '1 hour',
           clock_timestamp() - n * interval '1 hour', clock_timestamp() - n * interval '1 hour' + interval '1 minute'
      FROM generate_series(1, %(runs)s::integer) n
    RETURNING id
)
SELECT count(*) FROM others;
INSERT INTO refinery.imports (id, file_name, source_uri, source_bytes, source_file_hash, options, split_offset, split_rows, split_at)
SELECT md5('run ' || n)::uuid, 'list ' || n || '.csv', source_uri, 30000, sha256(convert_to('run ' || n, 'UTF8')), options, 30000, 250, clock_timestamp()
  FROM sample, generate_series(1, %(runs)s::integer) n;

INSERT INTO refinery.companies (id, name, records) SELECT md5('company')::uuid, 'Firm 1', 1 ON CONFLICT DO NOTHING;
INSERT INTO refinery.personas (id, company_id, first_name, last_name, state, country, score, records)
SELECT md5('persona ' || n)::uuid, md5('company')::uuid, 'Ann', 'Lee ' || n, 'TX', 'US', (n %% 100) / 100.0, 1 FROM generate_series(1, %(rows)s::bigint / 100) n;
