-- sql/queries/retention/find_expired_sources.sql: ended imports whose sources were kept long enough: $1 milliseconds, $2 limit.
SELECT i.id, i.source_uri, i.source_bytes
  FROM refinery.imports i
  JOIN refinery.runs r ON r.id = i.id
 WHERE r.status IN ('completed', 'failed', 'cancelled', 'undone') AND i.source_deleted_at IS NULL
   AND r.finished_at < clock_timestamp() - make_interval(secs => $1::bigint / 1000.0)
 ORDER BY i.number
 LIMIT $2::int
