-- sql/queries/jobs/load_reading.sql: how the beginning of the source of import $1 is to be read, where nobody has read it yet: it was
-- submitted from SQL. No row: format and mapping are known.
SELECT i.source_uri, i.source_bytes, (i.options -> 'reading')::text, i.options ->> 'region', i.file_name, i.original_bytes
  FROM refinery.imports i
 WHERE i.id = $1::uuid AND i.options ? 'reading'
