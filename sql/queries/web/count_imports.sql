-- sql/queries/web/count_imports.sql: how many imports there are, and how many of them are completed, failed, and under way.
SELECT count(*), count(*) FILTER (WHERE status = 'completed'), count(*) FILTER (WHERE status = 'failed'),
       count(*) FILTER (WHERE status IN ('running', 'paused'))
  FROM refinery.runs
 WHERE kind = 'import'
