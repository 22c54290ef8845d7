-- sql/queries/runs/resume_run.sql: run $1 goes on; $2 more rows, null as at submit, 0 all (see sql/views/control.sql).
SELECT refinery.resume_run($1::uuid, $2::bigint)
