-- sql/queries/runs/list_runs.sql: runs of every kind, newest first: $1 one run or null for all, $2 limit, $3 whether imports are among them, which
-- list_progress.sql tells more of, $4 only those behind this one or null. Jobs are 0 once they are pruned.
SELECT r.id, r.kind, r.status, r.status_reason, r.priority, j.jobs, j.jobs_done, r.counters::text,
       extract(epoch FROM coalesce(r.finished_at, clock_timestamp()) - r.created_at)::float8,
       extract(epoch FROM r.created_at)::float8, extract(epoch FROM r.started_at)::float8, extract(epoch FROM r.finished_at)::float8,
       r.submitted_by
  FROM (SELECT *
          FROM refinery.runs
         WHERE ($1::uuid IS NULL OR id = $1::uuid) AND ($3::boolean OR kind <> 'import')
           AND ($4::uuid IS NULL OR (created_at, id) < (SELECT a.created_at, a.id FROM refinery.runs a WHERE a.id = $4::uuid))
         ORDER BY created_at DESC, id DESC
         LIMIT $2::int) AS r
 CROSS JOIN LATERAL (
       SELECT count(*) AS jobs, count(*) FILTER (WHERE state IN ('done', 'discarded')) AS jobs_done
         FROM refinery.jobs
        WHERE run_id = r.id) AS j
 ORDER BY r.created_at DESC, r.id DESC
