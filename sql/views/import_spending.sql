-- sql/views/import_spending.sql: what paid requests have reserved, and the most they may, by the name of the version before (refinery.run_spending).
CREATE OR REPLACE VIEW refinery.import_spending AS
SELECT s.run_id AS import_id, s.limit_micros, s.reserved_micros, s.permits FROM refinery.run_spending s;
