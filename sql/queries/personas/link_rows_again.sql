-- sql/queries/personas/link_rows_again.sql: rows $2 to $3 of import $1 are linked once more, where the import is linked (see sql/views/linking.sql).
SELECT refinery_internal.link_rows_again($1::uuid, $2::bigint, $3::bigint)
