-- sql/queries/schema/record_migration.sql: migration $1 named $2 with SHA-256 $3 was applied.
INSERT INTO refinery.schema_migrations (number, name, sha256) VALUES ($1::int, $2::text, $3::bytea)
