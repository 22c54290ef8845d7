-- sql/views/import_progress.sql: how far imports are, and the only place that reads an import's counters out of those of its run.
-- rows is null until the source is split to its end; done counts every outcome. done_percent is of all rows, estimated from
-- the share of the bytes that is split until they are counted; where numbers are looked up, a row is only done when its
-- numbers are: the share counts as well. Only a completed import has 100. Null while bytes arrive and nobody knows how many there are.

-- What programs read of an import, in any order. Programs of other versions read the columns by their place: others come behind the last.
-- Seconds are since 1970, but for those that are called elapsed (since submit) and running (since the first batch).
CREATE OR REPLACE VIEW refinery.import_summaries AS
SELECT i.id AS import_id, i.file_name, refinery_internal.display_status(r.status, i.source_received) AS status, r.status_reason,
       i.source_bytes, i.split_offset, i.split_rows AS rows_split, i.split_at IS NOT NULL AS is_split,
       c.stored, c.duplicates, c.rejected, i.row_limit,
       extract(epoch FROM coalesce(r.finished_at, clock_timestamp()) - r.created_at)::float8 AS elapsed_seconds,
       extract(epoch FROM coalesce(r.finished_at, clock_timestamp()) - coalesce(r.started_at, r.created_at))::float8 AS running_seconds,
       coalesce((i.options ->> 'looks_up_numbers')::boolean, false) AS looks_up_numbers,
       c.phones, c.numbers, c.numbers_done, c.numbers_asked, c.numbers_failed, c.lookups, c.lookups_repeated,
       coalesce(s.reserved_micros, 0) AS spent_micros, s.limit_micros,
       extract(epoch FROM r.created_at)::float8 AS submitted_seconds, extract(epoch FROM r.started_at)::float8 AS started_seconds,
       extract(epoch FROM r.finished_at)::float8 AS finished_seconds, r.submitted_by, i.submission_id,
       r.created_at, r.started_at, r.finished_at,
       CASE WHEN i.split_at IS NOT NULL THEN i.split_rows END AS rows,
       c.done,
       round(100.0 * i.split_offset / nullif(i.source_bytes, 0), 1) AS split_percent,
       CASE WHEN r.status = 'completed' THEN 100.0
            WHEN i.source_received IS NOT NULL AND i.source_bytes = 0 THEN NULL
            ELSE least(99.9, coalesce(round(100.0 * c.done / nullif(
                     CASE WHEN i.split_at IS NOT NULL OR i.split_offset <= 0 THEN i.split_rows
                          ELSE i.split_rows * greatest(1.0, i.source_bytes::numeric / i.split_offset) END, 0)
                     * CASE WHEN c.numbers > 0 THEN c.numbers_done::numeric / c.numbers ELSE 1 END, 1), 0.0))
       END AS done_percent
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
              numbers_failed bigint, lookups bigint, lookups_repeated bigint)) AS c;

-- One row an import, newest first: what a dashboard shows.
CREATE OR REPLACE VIEW refinery.import_progress AS
SELECT s.import_id, s.file_name, s.status, s.status_reason, s.rows, s.rows_split, s.done, s.stored, s.duplicates, s.rejected,
       s.split_percent, s.done_percent, s.created_at, s.started_at, s.finished_at,
       coalesce(s.finished_at, clock_timestamp()) - s.created_at AS elapsed,
       s.phones, s.numbers, s.numbers_done, s.numbers_failed, s.lookups, s.lookups_repeated,
       round(s.spent_micros::numeric / 1000000, 6) AS cost_usd, s.looks_up_numbers, s.numbers_asked
  FROM refinery.import_summaries s
 ORDER BY s.created_at DESC;
