-- sql/views/job_counts.sql: jobs by import, stage and state. Finished jobs are pruned after a while.
CREATE OR REPLACE VIEW refinery.job_counts AS
SELECT j.import_id, j.stage, j.state, count(*) AS jobs,
       min(j.created_at) AS oldest, max(j.attempt) AS attempts_max
  FROM refinery.jobs j
 GROUP BY j.import_id, j.stage, j.state;
