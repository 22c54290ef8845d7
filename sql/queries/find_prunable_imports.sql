-- sql/queries/find_prunable_imports.sql: ended imports whose jobs and events were kept long enough, oldest first.
-- $1 milliseconds after the end of a completed or cancelled import, $2 after that of a failed one, $3 limit.
SELECT i.id
  FROM refinery.imports i
 WHERE i.finished_at < clock_timestamp() - make_interval(secs => (CASE i.status WHEN 'failed' THEN $2::bigint ELSE $1::bigint END) / 1000.0)
   AND i.status IN ('completed', 'failed', 'cancelled', 'undone')
   AND (EXISTS (SELECT FROM refinery.jobs j WHERE j.import_id = i.id)
        OR EXISTS (SELECT FROM refinery.events e WHERE e.import_id = i.id))
 ORDER BY i.number
 LIMIT $3::int
