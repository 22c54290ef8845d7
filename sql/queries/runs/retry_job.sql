-- sql/queries/runs/retry_job.sql: dead job $1 gets all its attempts again; its state comes back (see sql/views/control.sql).
SELECT refinery.retry_job($1::bigint)
