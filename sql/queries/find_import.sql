-- sql/queries/find_import.sql: resolves what a person typed to import ids: a whole id or the beginning of one.
-- $1 text. An empty text means the newest import.
SELECT id
  FROM refinery.imports
 WHERE $1::text = '' OR starts_with(id::text, lower($1::text))
 ORDER BY created_at DESC
 LIMIT CASE WHEN $1::text = '' THEN 1 ELSE 5 END
