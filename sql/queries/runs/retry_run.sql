-- sql/queries/runs/retry_run.sql: revives the dead batches of run $1; how many comes back (see sql/views/control.sql).
SELECT refinery.retry_run($1::uuid)
