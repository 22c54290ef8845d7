-- sql/queries/resume_import.sql: import $1 goes on; $2 more rows, null as at submit, 0 all (see sql/views/control.sql).
SELECT refinery.resume_import($1::uuid, $2::bigint)
