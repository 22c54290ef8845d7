-- sql/queries/schema/find_schema.sql: whether this database was ever migrated.
SELECT to_regclass('refinery.schema_views') IS NOT NULL
