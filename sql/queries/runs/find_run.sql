-- sql/queries/runs/find_run.sql: resolves what a person typed to runs of any kind: a whole id or the beginning of one.
-- $1 text. An empty text means the newest import.
SELECT r.id
  FROM refinery.runs r
 WHERE CASE WHEN $1::text = '' THEN r.kind = 'import' ELSE starts_with(r.id::text, lower($1::text)) END
 ORDER BY r.created_at DESC
 LIMIT CASE WHEN $1::text = '' THEN 1 ELSE 5 END
