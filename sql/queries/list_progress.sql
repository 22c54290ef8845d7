-- sql/queries/list_progress.sql: imports with their progress, newest first: $1 one import or null for all, $2 limit.
SELECT id, file_name, status, status_reason, source_bytes, split_offset, split_rows, split_at IS NOT NULL AS is_split,
       rows_stored, rows_duplicate, rows_rejected, row_limit,
       extract(epoch FROM coalesce(finished_at, clock_timestamp()) - created_at)::float8 AS elapsed_seconds,
       extract(epoch FROM coalesce(finished_at, clock_timestamp()) - coalesce(started_at, created_at))::float8 AS running_seconds
  FROM refinery.imports
 WHERE $1::uuid IS NULL OR id = $1::uuid
 ORDER BY created_at DESC
 LIMIT $2::int
