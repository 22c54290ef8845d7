-- sql/queries/load_imports.sql: what stages need to know of imports $1: number, source, options.
SELECT id, number, source_uri, source_bytes, options
  FROM refinery.imports
 WHERE id = ANY ($1::uuid[])
