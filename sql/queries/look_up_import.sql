-- sql/queries/look_up_import.sql: adds lookups to import $1; $2 whether they are only pretended, $3 at most so many numbers or null
-- (see sql/views/look_up_import.sql).
SELECT refinery.look_up_import($1::uuid, $2::boolean, $3::bigint)
