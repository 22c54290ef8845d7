-- sql/queries/personas/find_line_types.sql: what lookups said of numbers $1.
SELECT n.e164, n.line_type FROM refinery.numbers n WHERE n.e164 = ANY ($1::text[]) AND n.line_type IS NOT NULL
