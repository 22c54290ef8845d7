-- sql/queries/advance_split.sql: commits how far the source is split, in the transaction that adds the jobs.
-- $1 job, $2 token, $3 worker, $4 import, $5 offset, $6 rows, $7 rejected rows in this step, $8 whether the end was reached.
-- Guarded by the split job's token: no row back means that another coordinator splits now.
UPDATE refinery.imports i
   SET split_offset = $5::bigint,
       split_rows = $6::bigint,
       split_rejected = i.split_rejected + $7::bigint,
       split_at = CASE WHEN $8::boolean THEN clock_timestamp() END,
       started_at = coalesce(i.started_at, clock_timestamp())
  FROM refinery.jobs j
 WHERE i.id = $4::uuid AND j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.import_id = $4::uuid AND j.state = 'claimed'
RETURNING i.status
