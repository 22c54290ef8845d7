-- sql/queries/imports/advance_reception.sql: $2 bytes of the source of import $1 are there (null: as many as before), and more will be told within
-- $3 milliseconds (see sql/views/receive_import.sql).
SELECT refinery_internal.advance_reception($1::uuid, $2::bigint, make_interval(secs => $3::bigint / 1000.0))
