-- sql/queries/imports/find_import.sql: resolves what a person typed to import ids: a whole id or the beginning of one.
-- $1 text. An empty text means the newest import.
SELECT r.id
  FROM refinery.runs r
 WHERE r.kind = 'import' AND ($1::text = '' OR starts_with(r.id::text, lower($1::text)))
 ORDER BY r.created_at DESC
 LIMIT CASE WHEN $1::text = '' THEN 1 ELSE 5 END
