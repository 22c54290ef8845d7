-- sql/queries/lookups/count_import_numbers.sql: what lookups of import $1, or of all that ended for null, would ask for; $2 who would be
-- asked. One row an import, oldest first, and a last one, without an id, of all: a number that several imports have
-- counts once there. Phone cells, distinct numbers, those of them that nobody has to ask for, records with an invalid phone.
WITH chosen AS MATERIALIZED (
    SELECT i.id, i.number
      FROM refinery.imports i
      JOIN refinery.runs r ON r.id = i.id
     WHERE CASE WHEN $1::uuid IS NULL THEN r.status IN ('completed', 'failed', 'cancelled') ELSE i.id = $1::uuid END
), found AS (
    SELECT c.id, c.number, n.e164, n.cells, n.is_settled
      FROM chosen c
      CROSS JOIN LATERAL refinery_internal.import_numbers(c.id, $2::text) AS n
), invalid AS (
    SELECT r.import_id, count(*) AS records
      FROM refinery.records r
     WHERE r.phone_status = 'invalid' AND r.import_id IN (SELECT c.id FROM chosen c)
     GROUP BY r.import_id
)
SELECT f.id, coalesce(sum(f.cells), 0)::bigint, count(DISTINCT f.e164), count(DISTINCT f.e164) FILTER (WHERE f.is_settled),
       coalesce((SELECT sum(v.records) FROM invalid v WHERE f.id IS NULL OR v.import_id = f.id), 0)::bigint
  FROM found f
 GROUP BY GROUPING SETS ((f.id, f.number), ())
 ORDER BY f.number NULLS LAST
