-- sql/queries/records/create_fill_rows.sql: a place for the rows of one batch whose fields may complete stored records. Made once a session: one a
-- transaction costs 8 ms of catalog rows (35 columns), which was half of the time of a file of duplicates.
CREATE TEMPORARY TABLE IF NOT EXISTS fill_rows (LIKE refinery.records INCLUDING DEFAULTS) ON COMMIT DELETE ROWS
