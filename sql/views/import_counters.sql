-- sql/views/import_counters.sql: what the jobs of an import add up to: the only place that says how. rejected is without the
-- rows that the splitter rejected itself; numbers counts the phone cells of lookup jobs that are not begun yet; discarded is the part of
-- rejected that was in batches given up by hand.
-- Ask for imports by import_id: all jobs of all others are summed up otherwise.
CREATE OR REPLACE VIEW refinery.import_counters AS
SELECT j.import_id,
       count(*) FILTER (WHERE j.state IN ('ready', 'claimed') OR (j.state = 'waiting' AND j.ready_at IS NOT NULL)) AS busy,
       count(*) FILTER (WHERE j.state = 'waiting' AND j.ready_at IS NULL) AS held,
       count(*) FILTER (WHERE j.state = 'dead') AS dead,
       coalesce(sum(j.stored), 0) AS stored,
       coalesce(sum(j.duplicates), 0) AS duplicates,
       coalesce(sum(j.rejected), 0) AS rejected,
       coalesce(sum(j.phones), 0) AS phones,
       coalesce(sum(coalesce(j.numbers, j.phones)), 0) AS numbers,
       coalesce(sum(j.numbers_done), 0) AS numbers_done,
       coalesce(sum(j.numbers_asked), 0) AS numbers_asked,
       coalesce(sum(j.numbers_failed), 0) AS numbers_failed,
       coalesce(sum(j.lookups), 0) AS lookups,
       coalesce(sum(j.lookups_repeated), 0) AS lookups_repeated,
       coalesce(sum(j.rejected) FILTER (WHERE j.state = 'discarded'), 0) AS discarded
  FROM refinery.jobs j
 GROUP BY j.import_id;
