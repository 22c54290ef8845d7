-- sql/queries/jobs/advance_split.sql: commits how far the source is split, in the transaction that adds the jobs.
-- $1 job, $2 token, $3 worker, $4 import, $5 offset, $6 rows, $7 rejected rows in this step, $8 whether the end was reached.
-- Guarded by the split job's token: no row back means that another coordinator splits now. The run is locked, so that nobody pauses
-- it, or lets more rows pass, before the transaction ends.
WITH run AS MATERIALIZED (
    SELECT r.id, r.status FROM refinery.runs r WHERE r.id = $4::uuid FOR SHARE
)
UPDATE refinery.imports i
   SET split_offset = $5::bigint,
       split_rows = $6::bigint,
       split_rejected = i.split_rejected + $7::bigint,
       split_at = CASE WHEN $8::boolean THEN clock_timestamp() END
  FROM refinery.jobs j, run
 WHERE i.id = run.id AND j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = run.id AND j.state = 'claimed'
RETURNING run.status
