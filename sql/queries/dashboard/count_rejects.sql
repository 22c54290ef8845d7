-- sql/queries/dashboard/count_rejects.sql: rejects of import $1 by code, among its first $2: how many, the field that most of them name, the first row, and
-- how many were looked at in all. Counted by code and field in one hash: sorting so many texts takes longer than all the rest.
WITH counted AS MATERIALIZED (
    SELECT s.code, s.field, count(*) AS rejects, min(s.row_number) AS first_row
      FROM (SELECT r.code, r.field, r.row_number FROM refinery.rejects r WHERE r.import_id = $1::uuid ORDER BY r.row_number LIMIT $2::int) AS s
     GROUP BY s.code, s.field
)
SELECT c.code, (array_agg(c.field ORDER BY c.field IS NULL, c.rejects DESC, c.field))[1], sum(c.rejects)::bigint, min(c.first_row),
       (SELECT sum(a.rejects) FROM counted a)::bigint
  FROM counted c
 GROUP BY c.code
 ORDER BY 3 DESC, 1
