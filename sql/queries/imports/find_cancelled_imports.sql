-- sql/queries/imports/find_cancelled_imports.sql: which of the imports $1 somebody cancelled.
SELECT id FROM refinery.runs WHERE id = ANY ($1::uuid[]) AND status = 'cancelled'
