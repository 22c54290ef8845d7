-- sql/queries/undo/lock_import.sql: the status of import $1, which stays until the end of the transaction.
SELECT l.status FROM refinery_internal.lock_import($1::uuid) AS l
