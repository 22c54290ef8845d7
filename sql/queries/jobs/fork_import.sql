-- sql/queries/jobs/fork_import.sql: the tables of an archive that was submitted from SQL become imports, together submission $5: the first one is import $4,
-- the others are $6 ids, $7 names, $8 bytes, $9 SHA-256, which are read and refined as it is. Their chunks are stored by the same transaction.
-- $1 job, $2 token, $3 worker; no row back means that another coordinator splits now.
WITH parent AS (
    UPDATE refinery.imports i
       SET options = jsonb_set(i.options, '{reading,table}', '"#1"'), submission_id = $5::uuid
      FROM refinery.jobs j
     WHERE i.id = $4::uuid AND j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
    RETURNING i.id, i.options #- '{reading,table}' AS options, i.row_limit, j.attempts_max
), submission AS (
    INSERT INTO refinery.submissions (id, submitted_by) SELECT $5::uuid, r.submitted_by FROM parent p JOIN refinery.runs r ON r.id = p.id
), children AS MATERIALIZED (
    SELECT c.id, c.name, c.bytes, c.hash, p.options, p.row_limit, p.attempts_max, r.priority, r.submitted_by
      FROM parent p JOIN refinery.runs r ON r.id = p.id CROSS JOIN unnest($6::uuid[], $7::text[], $8::bigint[], $9::bytea[]) AS c (id, name, bytes, hash)
), runs AS (
    INSERT INTO refinery.runs (id, kind, priority, submitted_by) SELECT c.id, 'import', c.priority, c.submitted_by FROM children c
), imports AS (
    INSERT INTO refinery.imports (id, file_name, source_uri, source_bytes, source_file_hash, options, row_limit, submission_id)
    SELECT c.id, c.name, 'postgres:' || c.id, c.bytes, c.hash, c.options, c.row_limit, $5::uuid FROM children c
), jobs AS (
    INSERT INTO refinery.jobs (run_id, stage, seq, priority, attempts_max) SELECT c.id, 'split', 1, c.priority, c.attempts_max FROM children c
)
SELECT id FROM parent
