-- sql/views/import_progress.sql: one row an import, newest first: what a dashboard shows, and the only place that reads an import's
-- counters out of those of its run.
-- rows is null until the source is split to its end; done counts every outcome. done_percent is of all rows, estimated from
-- the share of the bytes that is split until they are counted; where numbers are looked up, a row is only done when its
-- numbers are: the share counts as well. Only a completed import has 100. Null while bytes arrive and nobody knows how many there are.
CREATE OR REPLACE VIEW refinery.import_progress AS
SELECT i.id AS import_id, i.file_name, refinery_internal.display_status(r.status, i.source_received) AS status, r.status_reason,
       CASE WHEN i.split_at IS NOT NULL THEN i.split_rows END AS rows,
       i.split_rows AS rows_split,
       c.done, c.stored, c.duplicates, c.rejected,
       round(100.0 * i.split_offset / nullif(i.source_bytes, 0), 1) AS split_percent,
       CASE WHEN r.status = 'completed' THEN 100.0
            WHEN i.source_received IS NOT NULL AND i.source_bytes = 0 THEN NULL
            ELSE least(99.9, coalesce(round(100.0 * c.done / nullif(
                     CASE WHEN i.split_at IS NOT NULL OR i.split_offset <= 0 THEN i.split_rows
                          ELSE i.split_rows * greatest(1.0, i.source_bytes::numeric / i.split_offset) END, 0)
                     * CASE WHEN c.numbers > 0 THEN c.numbers_done::numeric / c.numbers ELSE 1 END, 1), 0.0))
       END AS done_percent,
       r.created_at, r.started_at, r.finished_at,
       coalesce(r.finished_at, clock_timestamp()) - r.created_at AS elapsed,
       c.phones, c.numbers, c.numbers_done, c.numbers_failed, c.lookups, c.lookups_repeated,
       round(coalesce(s.reserved_micros, 0)::numeric / 1000000, 6) AS cost_usd,
       coalesce((i.options ->> 'looks_up_numbers')::boolean, false) AS looks_up_numbers,
       c.numbers_asked
  FROM refinery.imports i
  JOIN refinery.runs r ON r.id = i.id
  LEFT JOIN refinery.run_spending s ON s.run_id = i.id
 CROSS JOIN LATERAL (
       SELECT coalesce(n.stored, 0) AS stored, coalesce(n.duplicates, 0) AS duplicates, coalesce(n.rejected, 0) AS rejected,
              coalesce(n.stored, 0) + coalesce(n.duplicates, 0) + coalesce(n.rejected, 0) AS done,
              coalesce(n.phones, 0) AS phones, coalesce(n.numbers, 0) AS numbers, coalesce(n.numbers_done, 0) AS numbers_done,
              coalesce(n.numbers_asked, 0) AS numbers_asked, coalesce(n.numbers_failed, 0) AS numbers_failed,
              coalesce(n.lookups, 0) AS lookups, coalesce(n.lookups_repeated, 0) AS lookups_repeated
         FROM jsonb_to_record(r.counters) AS n (
              stored bigint, duplicates bigint, rejected bigint, phones bigint, numbers bigint, numbers_done bigint, numbers_asked bigint,
              numbers_failed bigint, lookups bigint, lookups_repeated bigint)) AS c
 ORDER BY r.created_at DESC;
