-- sql/queries/retry_import.sql: revives the dead batches of import $1; how many comes back (see sql/views/control.sql).
SELECT refinery.retry_import($1::uuid)
