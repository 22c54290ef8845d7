-- sql/queries/find_expired_sources.sql: ended imports whose sources were kept long enough: $1 milliseconds, $2 limit.
SELECT id, source_uri, source_bytes
  FROM refinery.imports
 WHERE status IN ('completed', 'failed', 'cancelled', 'undone') AND source_deleted_at IS NULL
   AND finished_at < clock_timestamp() - make_interval(secs => $1::bigint / 1000.0)
 ORDER BY number
 LIMIT $2::int
