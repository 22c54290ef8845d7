-- sql/queries/dashboard/chart_batches.sql: the batches of import $1 as $2 bars in their order, and as $3 slices of the time in which they ended: of each
-- what came of its rows, how many of its batches are open and dead, its first and last batch, and when it begins and ends, in seconds since
-- 1970. One pass over the batches.
WITH batch AS MATERIALIZED (
    SELECT j.seq, j.state, coalesce(j.row_count, 0) AS rows, coalesce(j.stored, 0) AS stored, coalesce(j.duplicates, 0) AS duplicates,
           coalesce(j.rejected, 0) AS rejected, extract(epoch FROM j.finished_at)::float8 AS ended, extract(epoch FROM j.claimed_at)::float8 AS claimed
      FROM refinery.jobs j
     WHERE j.run_id = $1::uuid AND j.stage = 'refine'
), span AS (
    SELECT min(b.seq) AS first, greatest(max(b.seq) - min(b.seq) + 1, 1) AS count, coalesce(min(b.claimed), 0) AS began,
           greatest(coalesce(max(b.ended), 0) - coalesce(min(b.claimed), 0), 0.001) AS seconds
      FROM batch b
), placed AS (
    SELECT b.*, ((b.seq - s.first)::bigint * least($2::int, s.count) / s.count)::int AS bar,
           CASE WHEN b.ended IS NOT NULL THEN least($3::int - 1, floor((b.ended - s.began) / s.seconds * $3::int))::int END AS slice
      FROM batch b CROSS JOIN span s
)
SELECT CASE grouping(p.bar) WHEN 0 THEN 'bar' ELSE 'slice' END, coalesce(p.bar, p.slice), sum(p.stored)::bigint, sum(p.duplicates)::bigint,
       sum(p.rejected)::bigint, sum(p.rows)::bigint, count(*) FILTER (WHERE p.state NOT IN ('done', 'dead', 'discarded', 'cancelled')),
       count(*) FILTER (WHERE p.state IN ('dead', 'discarded')), min(p.seq), max(p.seq),
       (SELECT s.began + s.seconds * coalesce(p.slice, 0) / $3::int FROM span s)::float8, (SELECT s.seconds / $3::int FROM span s)::float8
  FROM placed p
 GROUP BY GROUPING SETS ((p.bar), (p.slice))
HAVING grouping(p.bar) = 0 OR p.slice IS NOT NULL
 ORDER BY 1, 2
