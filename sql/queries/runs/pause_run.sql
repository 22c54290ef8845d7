-- sql/queries/runs/pause_run.sql: no new claims of run $1 (see sql/views/control.sql).
SELECT refinery.pause_run($1::uuid)
