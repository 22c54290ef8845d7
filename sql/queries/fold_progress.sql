-- sql/queries/fold_progress.sql: sums the counters of the jobs of imports $1 into the imports; what changed comes back.
UPDATE refinery.imports i
   SET rows_stored = s.stored,
       rows_duplicate = s.duplicates,
       rows_rejected = i.split_rejected + s.rejected,
       phones = s.phones,
       numbers = s.numbers,
       numbers_done = s.numbers_done,
       numbers_asked = s.numbers_asked,
       numbers_failed = s.numbers_failed,
       lookups = s.lookups,
       lookups_repeated = s.lookups_repeated
  FROM refinery.import_counters s
 WHERE i.id = s.import_id AND s.import_id = ANY ($1::uuid[])
   AND (i.rows_stored, i.rows_duplicate, i.rows_rejected, i.phones, i.numbers, i.numbers_done, i.numbers_asked, i.numbers_failed,
        i.lookups, i.lookups_repeated)
       IS DISTINCT FROM (s.stored, s.duplicates, i.split_rejected + s.rejected, s.phones, s.numbers, s.numbers_done, s.numbers_asked,
                         s.numbers_failed, s.lookups, s.lookups_repeated)
RETURNING i.id
