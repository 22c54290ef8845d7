-- sql/queries/create_fill_rows.sql: a place for the rows of one batch whose fields may complete stored records.
CREATE TEMPORARY TABLE fill_rows (LIKE refinery.records INCLUDING DEFAULTS) ON COMMIT DROP
