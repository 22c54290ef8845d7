-- sql/queries/imports/abandon_reception.sql: the source of import $1 is not going to be whole; $2: only when its receiver is still not heard of
-- (see sql/views/receive_import.sql).
SELECT CASE WHEN $2::boolean THEN refinery_internal.abandon_lapsed_reception($1::uuid) ELSE refinery_internal.abandon_reception($1::uuid) END
