-- sql/queries/imports/complete_reception.sql: all $2 bytes of the source of import $1 are there, their SHA-256 is $3.
SELECT refinery_internal.complete_reception($1::uuid, $2::bigint, $3::bytea)
