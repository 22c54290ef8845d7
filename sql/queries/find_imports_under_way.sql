-- sql/queries/find_imports_under_way.sql: which of the imports $1 still have batches under way.
SELECT DISTINCT import_id FROM refinery.jobs WHERE import_id = ANY ($1::uuid[]) AND state = 'claimed'
