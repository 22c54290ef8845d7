-- sql/views/import_progress.sql: one row an import, newest first: what a dashboard shows.
-- rows is null until the source is split to its end; done counts every outcome. done_percent is of all rows, estimated from
-- the share of the bytes that is split until they are counted; where numbers are looked up, a row is only done when its
-- numbers are: the share counts as well. Only a completed import has 100.
CREATE OR REPLACE VIEW refinery.import_progress AS
SELECT i.id AS import_id, i.file_name, i.status, i.status_reason,
       CASE WHEN i.split_at IS NOT NULL THEN i.split_rows END AS rows,
       i.split_rows AS rows_split,
       i.rows_stored + i.rows_duplicate + i.rows_rejected AS done,
       i.rows_stored AS stored, i.rows_duplicate AS duplicates, i.rows_rejected AS rejected,
       round(100.0 * i.split_offset / nullif(i.source_bytes, 0), 1) AS split_percent,
       CASE WHEN i.status = 'completed' THEN 100.0
            ELSE least(99.9, coalesce(round(100.0 * (i.rows_stored + i.rows_duplicate + i.rows_rejected) / nullif(
                     CASE WHEN i.split_at IS NOT NULL OR i.split_offset <= 0 THEN i.split_rows
                          ELSE i.split_rows * greatest(1.0, i.source_bytes::numeric / i.split_offset) END, 0)
                     * CASE WHEN i.numbers > 0 THEN i.numbers_done::numeric / i.numbers ELSE 1 END, 1), 0.0))
       END AS done_percent,
       i.created_at, i.started_at, i.finished_at,
       coalesce(i.finished_at, clock_timestamp()) - i.created_at AS elapsed,
       i.phones, i.numbers, i.numbers_done, i.numbers_failed, i.lookups, i.lookups_repeated,
       round(coalesce(s.reserved_micros, 0)::numeric / 1000000, 6) AS cost_usd,
       coalesce((i.options ->> 'looks_up_numbers')::boolean, false) AS looks_up_numbers
  FROM refinery.imports i
  LEFT JOIN refinery.import_spending s ON s.import_id = i.id
 ORDER BY i.created_at DESC;
