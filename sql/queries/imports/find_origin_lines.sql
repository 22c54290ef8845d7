-- sql/queries/imports/find_origin_lines.sql: where the rows of import $1 stand in the file that was submitted; no row when that is not known.
SELECT origin_lines::text FROM refinery.imports WHERE id = $1::uuid AND jsonb_array_length(origin_lines) > 0
