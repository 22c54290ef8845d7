-- sql/queries/runs/cancel_run.sql: ends run $1 (see sql/views/control.sql).
SELECT refinery.cancel_run($1::uuid)
