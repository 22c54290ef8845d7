-- sql/queries/cancel_import.sql: ends import $1 (see sql/views/control.sql).
SELECT refinery.cancel_import($1::uuid)
