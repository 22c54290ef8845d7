-- sql/queries/dashboard/count_numbers.sql: what is known of the numbers that are called first of the records from id $1 on, before id $2, the first $3 of them:
-- line types and carriers, the most common ten of each, and how many records were looked at. `kind` is type or carrier.
WITH seen AS MATERIALIZED (
    SELECT coalesce(r.phone_e164, r.direct_phone_e164) AS e164 FROM refinery.records r
     WHERE r.id > $1::bigint AND r.id < $2::bigint
     ORDER BY r.id LIMIT $3::int
), known AS MATERIALIZED (
    SELECT n.line_type, n.carrier_name FROM seen s JOIN refinery.numbers n ON n.e164 = s.e164
), counted AS (
    SELECT 'type' AS kind, k.line_type AS name, count(*) AS count FROM known k WHERE k.line_type IS NOT NULL GROUP BY k.line_type
    UNION ALL
    SELECT 'carrier', k.carrier_name, count(*) FROM known k WHERE k.carrier_name IS NOT NULL GROUP BY k.carrier_name
), placed AS (
    SELECT c.*, row_number() OVER (PARTITION BY c.kind ORDER BY c.count DESC, c.name) AS place FROM counted c
)
SELECT p.kind, p.name, p.count, (SELECT count(*) FROM seen) FROM placed p WHERE p.place <= 10 ORDER BY p.kind DESC, p.place
