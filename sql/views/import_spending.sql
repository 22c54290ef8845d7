-- sql/views/import_spending.sql: what the lookups of imports have reserved, and the most they may (see refinery.run_spending, which has all runs).
CREATE OR REPLACE VIEW refinery.import_spending AS
SELECT s.run_id AS import_id, s.limit_micros, s.reserved_micros, s.permits
  FROM refinery.run_spending s
  JOIN refinery.imports i ON i.id = s.run_id;
