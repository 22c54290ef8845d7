-- sql/queries/checkup/check_objects.sql: everything in the schema: kind, name, whether it can be used, and a function's text.
SELECT 'table' AS kind, c.relname::text AS name, true AS is_valid, NULL::text AS source
  FROM pg_catalog.pg_class c WHERE c.relnamespace = to_regnamespace('refinery') AND c.relkind IN ('r', 'p')
UNION ALL
SELECT 'view', c.relname, true, NULL
  FROM pg_catalog.pg_class c WHERE c.relnamespace = to_regnamespace('refinery') AND c.relkind = 'v'
UNION ALL
SELECT 'sequence', c.relname, true, NULL
  FROM pg_catalog.pg_class c WHERE c.relnamespace = to_regnamespace('refinery') AND c.relkind = 'S'
UNION ALL
SELECT 'column', c.relname || '.' || a.attname, true, NULL
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relnamespace = to_regnamespace('refinery') AND c.relkind IN ('r', 'p')
UNION ALL
SELECT 'constraint', r.relname || '.' || c.conname, c.convalidated, NULL
  FROM pg_catalog.pg_constraint c
  JOIN pg_catalog.pg_class r ON r.oid = c.conrelid
 WHERE c.connamespace = to_regnamespace('refinery') AND c.contype <> 'n'
UNION ALL
SELECT 'index', c.relname, i.indisvalid AND i.indisready, NULL
  FROM pg_catalog.pg_index i
  JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
 WHERE c.relnamespace = to_regnamespace('refinery')
UNION ALL
SELECT 'function', p.proname, true, p.prosrc
  FROM pg_catalog.pg_proc p WHERE p.pronamespace IN (to_regnamespace('refinery'), to_regnamespace('refinery_internal'))
