-- sql/queries/imports/set_origin.sql: the source of import $1 was made of a file of $2 bytes; $3 what it is, $4 where rows stand in it (null: not known).
UPDATE refinery.imports SET original_bytes = $2::bigint, origin = $3::jsonb, origin_lines = $4::jsonb WHERE id = $1::uuid
