-- sql/queries/dashboard/count_rejects.sql: rejects of import $1 by code, among its first $2: how many, the field that most of them name, the first row, and
-- how many were looked at in all.
WITH seen AS MATERIALIZED (
    SELECT r.code, r.field, r.row_number FROM refinery.rejects r WHERE r.import_id = $1::uuid ORDER BY r.row_number LIMIT $2::int
)
SELECT s.code, mode() WITHIN GROUP (ORDER BY s.field), count(*), min(s.row_number), (SELECT count(*) FROM seen)
  FROM seen s
 GROUP BY s.code
 ORDER BY 3 DESC, 1
