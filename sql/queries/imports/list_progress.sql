-- sql/queries/imports/list_progress.sql: imports with their progress (sql/views/import_progress.sql), newest first: $2 limit;
-- each null for all: $6 a submission, $1 statuses, $3 submitted since then (seconds since 1970), $4 submitted by whose name has this in it, $5 only those behind this one.
-- Which they are is found along the index of runs, and only of these is the progress looked at, one by one: that is what OFFSET 0 is for. The conditions are
-- written so that a plan which is made before the values are known expects more than one row, and uses the index as well.
WITH page AS MATERIALIZED (
    SELECT r.id, r.created_at
      FROM refinery.runs r
      JOIN refinery.imports i ON i.id = r.id
     WHERE (r.created_at, r.id) < (
               (SELECT a.created_at FROM refinery.runs a WHERE a.id = $5::uuid UNION ALL SELECT 'infinity' WHERE $5::uuid IS NULL),
               coalesce($5::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
       AND r.created_at >= coalesce(to_timestamp($3::float8), '-infinity')
       AND CASE WHEN $1::text[] IS NULL THEN true ELSE refinery_internal.display_status(r.status, i.source_received) = ANY ($1::text[]) END
       AND CASE WHEN $4::text IS NULL THEN true ELSE strpos(lower(r.submitted_by), lower($4::text)) > 0 END
       AND CASE WHEN $6::uuid IS NULL THEN true ELSE i.submission_id = $6::uuid END
     ORDER BY r.created_at DESC, r.id DESC
     LIMIT $2::int
)
SELECT n.*
  FROM page
 CROSS JOIN LATERAL (SELECT s.* FROM refinery.import_summaries s WHERE s.import_id = page.id OFFSET 0) AS n
 ORDER BY page.created_at DESC, page.id DESC
