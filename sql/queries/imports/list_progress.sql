-- sql/queries/imports/list_progress.sql: imports with their progress, newest first: $1 one import or null for all, $2 limit;
-- each null for all: $7 a submission, $3 statuses, $4 submitted since then (seconds since 1970), $5 submitted by whose name has this in it, $6 only those behind this one.
SELECT p.import_id, p.file_name, p.status, p.status_reason, i.source_bytes, i.split_offset, p.rows_split, i.split_at IS NOT NULL AS is_split,
       p.stored, p.duplicates, p.rejected, i.row_limit,
       extract(epoch FROM p.elapsed)::float8 AS elapsed_seconds,
       extract(epoch FROM coalesce(p.finished_at, clock_timestamp()) - coalesce(p.started_at, p.created_at))::float8 AS running_seconds,
       p.looks_up_numbers,
       p.phones, p.numbers, p.numbers_done, p.numbers_asked, p.numbers_failed, p.lookups, p.lookups_repeated,
       coalesce(s.reserved_micros, 0) AS spent_micros, s.limit_micros,
       extract(epoch FROM p.created_at)::float8 AS submitted_at, extract(epoch FROM p.started_at)::float8 AS started_at,
       extract(epoch FROM p.finished_at)::float8 AS finished_at, r.submitted_by, i.submission_id
  FROM refinery.import_progress p
  JOIN refinery.imports i ON i.id = p.import_id
  JOIN refinery.runs r ON r.id = p.import_id
  LEFT JOIN refinery.run_spending s ON s.run_id = p.import_id
 WHERE ($1::uuid IS NULL OR p.import_id = $1::uuid)
   AND ($3::text[] IS NULL OR p.status = ANY ($3::text[]))
   AND ($4::float8 IS NULL OR p.created_at >= to_timestamp($4::float8))
   AND ($5::text IS NULL OR strpos(lower(r.submitted_by), lower($5::text)) > 0)
   AND ($7::uuid IS NULL OR i.submission_id = $7::uuid)
   AND ($6::uuid IS NULL OR (r.created_at, r.id) < (SELECT a.created_at, a.id FROM refinery.runs a WHERE a.id = $6::uuid))
 ORDER BY r.created_at DESC, r.id DESC
 LIMIT $2::int
