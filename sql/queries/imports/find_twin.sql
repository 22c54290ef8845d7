-- sql/queries/imports/find_twin.sql: the import that has the rows of import $1, which stored none: as many rows, and nearly all of its duplicates
-- repeat records of that one. So the same list in another format is known.
SELECT i.id, i.file_name
  FROM (SELECT d.record_id >> 32 AS number, count(*) AS rows
          FROM refinery.duplicates d
         WHERE d.import_id = $1::uuid
         GROUP BY 1
         ORDER BY 2 DESC
         LIMIT 1) AS repeated
  JOIN refinery.imports i ON i.number = repeated.number
  JOIN refinery.import_progress other ON other.import_id = i.id
  JOIN refinery.import_progress own ON own.import_id = $1::uuid
 WHERE i.id <> $1::uuid AND own.status = 'completed' AND own.stored = 0 AND own.rows_split = other.rows_split AND own.rejected = other.rejected
   AND repeated.rows >= 0.9 * own.duplicates
