-- sql/queries/runs/find_dead_batch.sql: the dead jobs of batch $2 of run $1: its refine job, or its lookup job.
SELECT j.id, j.stage
  FROM refinery.jobs j
 WHERE j.run_id = $1::uuid AND j.seq = $2::int AND j.stage <> 'split' AND j.state = 'dead'
 ORDER BY j.id
