-- sql/queries/schema/record_view.sql: the file $1 of sql/views was applied with the text of SHA-256 $2.
INSERT INTO refinery.schema_views (name, sha256) VALUES ($1::text, $2::bytea)
ON CONFLICT (name) DO UPDATE SET sha256 = excluded.sha256, applied_at = clock_timestamp()
