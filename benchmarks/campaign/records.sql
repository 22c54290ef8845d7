-- benchmarks/campaign/records.sql: so many records as if they had been imported and linked, written straight into the tables, each its own persona at one of
-- half as many companies, all over the United States: a number and an e-mail address each. Triggers run as they do for the linker. {records}: how many.
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
-- Companies, each with its place and trade; a hash stands for chance, so that the same number gives the same list.
CREATE TEMPORARY TABLE firm AS
SELECT f.n, md5('company ' || f.n)::uuid AS id, p.area_code, p.state, p.zip_code, t.code, t.title,
       20000 * (1 << abs(hashint8(f.n)::bigint % 16)::integer)::bigint AS revenue
  FROM generate_series(0::bigint, {records} / 2) AS f (n)
  JOIN place p ON p.n = abs(hashint8(f.n * 7 + 1)::bigint) % (SELECT count(*) FROM place)
  JOIN trade t ON t.n = abs(hashint8(f.n * 7 + 2)::bigint) % (SELECT count(*) FROM trade);
CREATE TEMPORARY TABLE person AS
SELECT s.n, md5('persona ' || s.n)::uuid AS id, f.id AS company_id, f.n AS firm, f.area_code, f.state, f.zip_code, f.code, f.title, f.revenue,
       (i.number::bigint << 32) + s.n AS record_id,
       -- Exchanges 200 to 999 and lines in an order that fills area codes evenly.
       '+1' || f.area_code || (2000000 + s.n * 797 % 8000000)::text AS e164,
       (ARRAY['owner', 'manager', NULL, 'director', NULL])[1 + s.n % 5] AS seniority
  FROM generate_series(1::bigint, {records}) AS s (n)
  JOIN firm f ON f.n = s.n / 2
 CROSS JOIN refinery.imports i
 WHERE i.id = '00000000-0000-4000-8000-000000000001';
ANALYZE person;

INSERT INTO refinery.records (id, import_id, row_number, fingerprint, business_name, first_name, last_name, business_email, phone_e164, phone_status, state,
                              zip_code, sic_code, annual_revenue)
SELECT p.record_id, '00000000-0000-4000-8000-000000000001', p.n, md5('record ' || p.n)::uuid, 'Firm ' || p.firm, 'Ann', 'Lee ' || p.n,
       'ann' || p.n || '@firm' || p.firm || '.example', p.e164, 'valid', p.state, p.zip_code, p.code, p.revenue
  FROM person p ORDER BY p.n;
INSERT INTO refinery.companies (id, name, domain, state, zip_code, country, industry, sic_code, annual_revenue, employee_count, records)
SELECT f.id, 'Firm ' || f.n || ' LLC', 'firm' || f.n || '.example', f.state, f.zip_code, 'US', f.title, f.code, f.revenue, 1 + f.revenue / 100000, 2 FROM firm f;
INSERT INTO refinery.company_records SELECT p.record_id, p.company_id, 'first', 1 FROM person p;
INSERT INTO refinery.personas (id, company_id, first_name, last_name, seniority, likely_decision_maker, state, zip_code, country, score, records)
SELECT p.id, p.company_id, 'Ann', 'Lee ' || p.n, p.seniority, coalesce(p.seniority IN ('owner', 'director'), false), p.state, p.zip_code, 'US', (p.n % 100) / 100.0, 1 FROM person p;
INSERT INTO refinery.persona_records SELECT p.record_id, p.id, 'first', 1 FROM person p;
INSERT INTO refinery.persona_phones (persona_id, e164, type, record_id, sources, first_seen_at, last_seen_at)
SELECT p.id, p.e164, CASE WHEN p.n % 3 = 0 THEN 'landline' ELSE 'mobile' END, p.record_id, 1, now(), now() FROM person p;
INSERT INTO refinery.persona_emails (persona_id, email, type, record_id, sources, first_seen_at, last_seen_at)
SELECT p.id, 'ann' || p.n || '@firm' || p.firm || '.example', 'work', p.record_id, 1, now(), now() FROM person p;
