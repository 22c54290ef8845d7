-- sql/queries/dashboard/list_batch_page.sql: batches of import $1 in one of the states $2, or null for all, ordered by $3 (number, time, success, rows or
-- attempts), the largest first if $4, behind the one with the key $5 and the number $6, or null for the first page, at most $7; each with its key.
WITH keyed AS (
    SELECT j.seq, j.state, j.first_row, j.row_count, j.attempt, j.stored, j.duplicates, j.rejected,
           extract(epoch FROM j.claimed_at)::float8 AS claimed, extract(epoch FROM j.finished_at)::float8 AS finished, j.worker_id, j.run_id,
           CASE $3::text
               WHEN 'time' THEN coalesce(extract(epoch FROM j.finished_at - j.claimed_at)::float8, -1)
               WHEN 'success' THEN coalesce((j.stored + j.duplicates)::float8 / nullif(j.stored + j.duplicates + j.rejected, 0), -1)
               WHEN 'rows' THEN coalesce(j.row_count, 0)::float8
               WHEN 'attempts' THEN j.attempt::float8
               ELSE j.seq::float8
           END * CASE WHEN $4::boolean THEN -1 ELSE 1 END AS key
      FROM refinery.jobs j
     WHERE j.run_id = $1::uuid AND j.stage = 'refine' AND ($2::text[] IS NULL OR j.state = ANY ($2::text[]))
)
SELECT k.seq, k.state, k.first_row, k.row_count, k.attempt, k.stored, k.duplicates, k.rejected, k.claimed, k.finished, k.worker_id, k.run_id, k.key
  FROM keyed k
 WHERE $5::float8 IS NULL OR (k.key, k.seq) > ($5::float8, $6::int)
 ORDER BY k.key, k.seq
 LIMIT $7::int
