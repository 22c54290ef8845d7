-- benchmarks/campaign/companies.sql: an import of so many records ({records}), and the companies they are of, half as many, all over the United States. A hash stands for
-- chance, so that the same number gives the same list.
INSERT INTO refinery.runs (id, kind, status, counters, created_at, started_at, finished_at, jobs_pruned_at)
VALUES ('00000000-0000-4000-8000-000000000001', 'import', 'completed', '{{"rows": {records}, "stored": {records}}}', now(), now(), now(), now());
INSERT INTO refinery.imports (id, file_name, source_uri, source_bytes, source_file_hash, options, split_rows, split_at)
VALUES ('00000000-0000-4000-8000-000000000001', 'made.csv', 'postgres:made', 1, sha256('made'), '{{}}', {records}, now());

CREATE TEMPORARY TABLE place AS
SELECT row_number() OVER (ORDER BY a.area_code) - 1 AS n, a.area_code, a.state,
       (SELECT min(t.zip3) FROM refinery.zip3_places t WHERE t.state = a.state) || '01' AS zip_code
  FROM refinery.area_codes a
 WHERE a.country = 'US' AND a.state IS NOT NULL AND cardinality(a.zones) > 0;
CREATE TEMPORARY TABLE trade AS
SELECT row_number() OVER (ORDER BY c.code) - 1 AS n, c.code, c.title FROM refinery.industry_codes c WHERE c.system = 'sic' AND length(c.code) = 4;
CREATE TEMPORARY TABLE firm AS
SELECT f.n, md5('company ' || f.n)::uuid AS id, p.area_code, p.state, p.zip_code, t.code, t.title,
       20000 * (1 << abs(hashint8(f.n)::bigint % 16)::integer)::bigint AS revenue
  FROM generate_series(0::bigint, {records} / 2) AS f (n)
  JOIN place p ON p.n = abs(hashint8(f.n * 7 + 1)::bigint) % (SELECT count(*) FROM place)
  JOIN trade t ON t.n = abs(hashint8(f.n * 7 + 2)::bigint) % (SELECT count(*) FROM trade);
CREATE INDEX ON firm (n);
ANALYZE firm;
INSERT INTO refinery.companies (id, name, domain, state, zip_code, country, industry, sic_code, annual_revenue, employee_count, records)
SELECT f.id, 'Firm ' || f.n || ' LLC', 'firm' || f.n || '.example', f.state, f.zip_code, 'US', f.title, f.code, f.revenue, 1 + f.revenue / 100000, 2 FROM firm f;
