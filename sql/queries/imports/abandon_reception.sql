-- sql/queries/imports/abandon_reception.sql: the source of import $1 is not going to be whole (see sql/views/receive_import.sql).
SELECT refinery_internal.abandon_reception($1::uuid)
