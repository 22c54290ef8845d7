-- sql/queries/imports/find_imports_by_size.sql: whether there is an import of a file of $1 bytes: only then may it be of the same bytes.
SELECT EXISTS (SELECT FROM refinery.imports WHERE coalesce(original_bytes, source_bytes) = $1::bigint AND source_file_hash IS NOT NULL)
