-- sql/queries/pause_import.sql: no new claims of import $1 (see sql/views/control.sql).
SELECT refinery.pause_import($1::uuid)
