-- benchmarks/campaign/registry.sql: the national registry of every area code and exchange, a number in {share} listed: the bits of 200 exchanges, by chance, over and over.
CREATE TEMPORARY TABLE pattern AS
SELECT n, (SELECT string_agg(CASE WHEN random() * {share} < 1 THEN '1' ELSE '0' END, '') FROM generate_series(1, 10000 + n * 0))::bit(10000) AS numbers
  FROM generate_series(0, 199) AS n;
INSERT INTO refinery.registered_numbers (list, prefix, numbers)
SELECT 'national', a.area_code::integer * 1000 + e, p.numbers
  FROM refinery.area_codes a
 CROSS JOIN generate_series(200, 999) AS e
  JOIN pattern p ON p.n = (a.area_code::integer + e) % 200
 WHERE a.area_code::integer BETWEEN 200 AND 999 {areas}
 ORDER BY 2;
INSERT INTO refinery.registry_areas (list, area_code, version, as_of, numbers)
SELECT 'national', left(r.prefix::text, 3), 1, current_date, sum(bit_count(r.numbers)) FROM refinery.registered_numbers r GROUP BY left(r.prefix::text, 3);
