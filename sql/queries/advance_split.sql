-- sql/queries/advance_split.sql: commits how far the source is split, in the transaction that adds the jobs.
-- $1 import, $2 job, $3 token, $4 offset, $5 rows, $6 rejected rows in this step, $7 whether the end was reached.
-- Guarded by the split job's token: no row back means that another coordinator splits now.
UPDATE refinery.imports i
   SET split_offset = $4::bigint,
       split_rows = $5::bigint,
       split_rejected = i.split_rejected + $6::bigint,
       split_at = CASE WHEN $7::boolean THEN clock_timestamp() END,
       started_at = coalesce(i.started_at, clock_timestamp())
  FROM refinery.jobs j
 WHERE i.id = $1::uuid AND j.id = $2::bigint AND j.token = $3::bigint AND j.state = 'claimed' AND j.import_id = i.id
RETURNING i.status
