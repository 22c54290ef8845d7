-- sql/queries/list_progress.sql: imports with their progress, newest first: $1 one import or null for all, $2 limit;
-- each null for all: $3 statuses, $4 submitted since then (seconds since 1970), $5 submitted by whose name has this in it.
SELECT i.id, file_name, status, status_reason, source_bytes, split_offset, split_rows, split_at IS NOT NULL AS is_split,
       rows_stored, rows_duplicate, rows_rejected, row_limit,
       extract(epoch FROM coalesce(finished_at, clock_timestamp()) - created_at)::float8 AS elapsed_seconds,
       extract(epoch FROM coalesce(finished_at, clock_timestamp()) - coalesce(started_at, created_at))::float8 AS running_seconds,
       -- By the view, because a reader may not see the options.
       (SELECT p.looks_up_numbers FROM refinery.import_progress p WHERE p.import_id = i.id) AS looks_up_numbers,
       phones, numbers, numbers_done, numbers_asked, numbers_failed, lookups, lookups_repeated,
       coalesce(s.reserved_micros, 0) AS spent_micros, s.limit_micros,
       extract(epoch FROM created_at)::float8 AS submitted_at, extract(epoch FROM started_at)::float8 AS started_at,
       extract(epoch FROM finished_at)::float8 AS finished_at, submitted_by
  FROM refinery.imports i
  LEFT JOIN refinery.import_spending s ON s.import_id = i.id
 WHERE ($1::uuid IS NULL OR i.id = $1::uuid)
   AND ($3::text[] IS NULL OR i.status = ANY ($3::text[]))
   AND ($4::float8 IS NULL OR i.created_at >= to_timestamp($4::float8))
   AND ($5::text IS NULL OR strpos(lower(i.submitted_by), lower($5::text)) > 0)
 ORDER BY created_at DESC
 LIMIT $2::int
