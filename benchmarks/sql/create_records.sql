-- Peers B and C: the product's table, its indexes and checks, with ids and the unique fingerprint that lie elsewhere in
-- the product.
CREATE TABLE bench.records (LIKE refinery.records INCLUDING ALL);
ALTER TABLE bench.records ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
CREATE UNIQUE INDEX records_fingerprint_key ON bench.records (fingerprint);
CREATE TABLE bench.rejected_rows (import_id uuid, row_number bigint, message text, raw text);
