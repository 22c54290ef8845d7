-- sql/views/job_counts.sql: jobs by run, stage and state; import_id is null where the run is none. Finished jobs are pruned after a while.
CREATE OR REPLACE VIEW refinery.job_counts AS
SELECT i.id AS import_id, j.stage, j.state, count(*) AS jobs,
       min(j.created_at) AS oldest, max(j.attempt) AS attempts_max,
       j.run_id
  FROM refinery.jobs j
  LEFT JOIN refinery.imports i ON i.id = j.run_id
 GROUP BY i.id, j.run_id, j.stage, j.state;
