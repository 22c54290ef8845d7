-- sql/queries/schema/list_applied_views.sql: the files of sql/views that were applied, with the hash of the text they had.
SELECT name, sha256 FROM refinery.schema_views ORDER BY name
