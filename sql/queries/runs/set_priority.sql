-- sql/queries/runs/set_priority.sql: run $1 gets priority $2 (see sql/views/control.sql).
SELECT refinery.set_priority($1::uuid, $2::int)
