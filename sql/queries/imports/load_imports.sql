-- sql/queries/imports/load_imports.sql: what stages need to know of imports $1: number, source, options. Those whose file nobody has read
-- yet have no format and no mapping, and are not among them (see load_reading.sql).
SELECT id, number, source_uri, coalesce(source_received, source_bytes), options
  FROM refinery.imports
 WHERE id = ANY ($1::uuid[]) AND NOT options ? 'reading'
