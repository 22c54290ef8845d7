-- sql/queries/retention/find_orphaned_sources.sql: sources in the database that no import needs, at most $1.
-- The distinct ids are found by hopping along the primary key, one probe a source, instead of reading all chunks.
WITH RECURSIVE sources AS (
    (SELECT c.source_id FROM refinery.source_chunks c ORDER BY c.source_id LIMIT 1)
    UNION ALL
    SELECT (SELECT c.source_id FROM refinery.source_chunks c WHERE c.source_id > s.source_id ORDER BY c.source_id LIMIT 1)
      FROM sources s
     WHERE s.source_id IS NOT NULL
)
SELECT s.source_id
  FROM sources s
 WHERE s.source_id IS NOT NULL
   AND NOT EXISTS (SELECT FROM refinery.imports i WHERE i.id = s.source_id AND i.source_deleted_at IS NULL)
 LIMIT $1::int
