-- sql/views/processing_batches.sql: batches under the column names of a classic batch table.
CREATE OR REPLACE VIEW refinery.processing_batches AS
SELECT j.id, j.run_id AS import_id,
       j.seq AS batch_number,
       j.row_count AS batch_size,
       CASE j.state WHEN 'done' THEN 'completed' WHEN 'claimed' THEN 'processing' WHEN 'dead' THEN 'failed'
                    WHEN 'discarded' THEN 'discarded' WHEN 'cancelled' THEN 'cancelled' ELSE 'pending' END AS status,
       coalesce(j.stored + j.duplicates + j.rejected, 0) AS records_processed,
       coalesce(j.stored + j.duplicates, 0) AS records_successful,
       coalesce(j.rejected, 0) AS records_failed,
       j.attempt AS attempts,
       j.claimed_at AS started_at,
       j.finished_at AS completed_at,
       j.errors AS error_log
  FROM refinery.jobs j
 WHERE j.stage = 'refine';
