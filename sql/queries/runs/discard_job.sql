-- sql/queries/runs/discard_job.sql: gives dead job $1 up; how many rows or numbers that were comes back (see sql/views/control.sql).
SELECT refinery.discard_job($1::bigint)
