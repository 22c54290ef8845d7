-- sql/queries/schema/list_migrations.sql: the migrations that were applied.
SELECT number, sha256 FROM refinery.schema_migrations ORDER BY number
