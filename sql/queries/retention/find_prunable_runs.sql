-- sql/queries/retention/find_prunable_runs.sql: ended runs whose jobs and events were kept long enough, oldest first.
-- $1 milliseconds after the end of a completed or cancelled run, $2 after that of a failed one, $3 limit.
SELECT r.id
  FROM refinery.runs r
 WHERE r.finished_at < clock_timestamp() - make_interval(secs => (CASE r.status WHEN 'failed' THEN $2::bigint ELSE $1::bigint END) / 1000.0)
   AND r.status IN ('completed', 'failed', 'cancelled', 'undone')
   AND (EXISTS (SELECT FROM refinery.jobs j WHERE j.run_id = r.id)
        OR EXISTS (SELECT FROM refinery.events e WHERE e.run_id = r.id))
 ORDER BY r.created_at
 LIMIT $3::int
