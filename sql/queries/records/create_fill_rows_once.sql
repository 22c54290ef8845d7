-- sql/queries/records/create_fill_rows_once.sql: as create_fill_rows.sql for this transaction alone: behind a pooler nothing is left to a session.
CREATE TEMPORARY TABLE fill_rows (LIKE refinery.records INCLUDING DEFAULTS) ON COMMIT DROP
