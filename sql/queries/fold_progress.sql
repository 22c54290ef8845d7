-- sql/queries/fold_progress.sql: sums the counters of the jobs of imports $1 into the imports; what changed comes back.
UPDATE refinery.imports i
   SET rows_stored = s.stored,
       rows_duplicate = s.duplicates,
       rows_rejected = i.split_rejected + s.rejected
  FROM (SELECT j.import_id,
               coalesce(sum(j.stored), 0) AS stored,
               coalesce(sum(j.duplicates), 0) AS duplicates,
               coalesce(sum(j.rejected), 0) AS rejected
          FROM refinery.jobs j
         WHERE j.import_id = ANY ($1::uuid[])
         GROUP BY j.import_id) AS s
 WHERE i.id = s.import_id
   AND (i.rows_stored, i.rows_duplicate, i.rows_rejected)
       IS DISTINCT FROM (s.stored, s.duplicates, i.split_rejected + s.rejected)
RETURNING i.id
