-- sql/queries/lookups/look_up_import.sql: adds lookups to import $1; $2 who is asked, $3 at most so many numbers or null
-- (see sql/views/look_up_import.sql).
SELECT refinery_internal.add_lookups($1::uuid, $2::text, $3::bigint)
