-- sql/queries/find_cancelled_imports.sql: which of the imports $1 somebody cancelled.
SELECT id FROM refinery.imports WHERE id = ANY ($1::uuid[]) AND status = 'cancelled'
