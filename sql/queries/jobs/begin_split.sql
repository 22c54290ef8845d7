-- sql/queries/jobs/begin_split.sql: what the beginning of the source told takes the place of how it was to be read.
-- Names and addresses are written as people write them, unless the options say otherwise (WritingStyle).
-- $1 job, $2 token, $3 worker, $4 import, $5 format, $6 mapping, $7 first byte of the first row, $8 bytes of the source.
-- Guarded by the split job's token: no row back means that another coordinator splits now.
UPDATE refinery.imports i
   SET options = '{"style": {"keeps_case": false, "strips_accents": false}}'::jsonb || (i.options - 'reading') || jsonb_build_object('format', $5::jsonb, 'mapping', $6::jsonb),
       split_offset = $7::bigint, source_bytes = $8::bigint
  FROM refinery.jobs j
 WHERE i.id = $4::uuid AND j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
RETURNING i.id
