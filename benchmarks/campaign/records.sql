-- benchmarks/campaign/records.sql: records {first} to {last} of companies.sql as if they had been imported and linked, each its own persona, with a number and an e-mail
-- address: straight into the tables, in one transaction, as a job of the linker writes them. Triggers run.
CREATE TEMPORARY TABLE person ON COMMIT DROP AS
SELECT s.n, md5('persona ' || s.n)::uuid AS id, f.id AS company_id, f.n AS firm, f.area_code, f.state, f.zip_code, f.code, f.title, f.revenue,
       (i.number::bigint << 32) + s.n AS record_id,
       -- Exchanges 200 to 999 and lines in an order that fills area codes evenly.
       '+1' || f.area_code || (2000000 + s.n * 797 % 8000000)::text AS e164,
       (ARRAY['owner', 'manager', NULL, 'director', NULL])[1 + s.n % 5] AS seniority
  FROM generate_series({first}::bigint, {last}) AS s (n)
  JOIN firm f ON f.n = s.n / 2
 CROSS JOIN refinery.imports i
 WHERE i.id = '00000000-0000-4000-8000-000000000001';
ANALYZE person;

INSERT INTO refinery.records (id, import_id, row_number, fingerprint, business_name, first_name, last_name, business_email, phone_e164, phone_status, state,
                              zip_code, sic_code, annual_revenue)
SELECT p.record_id, '00000000-0000-4000-8000-000000000001', p.n, md5('record ' || p.n)::uuid, 'Firm ' || p.firm, 'Ann', 'Lee ' || p.n,
       'ann' || p.n || '@firm' || p.firm || '.example', p.e164, 'valid', p.state, p.zip_code, p.code, p.revenue
  FROM person p ORDER BY p.n;
INSERT INTO refinery.company_records SELECT p.record_id, p.company_id, 'first', 1 FROM person p;
INSERT INTO refinery.personas (id, company_id, first_name, last_name, seniority, likely_decision_maker, state, zip_code, country, score, records)
SELECT p.id, p.company_id, 'Ann', 'Lee ' || p.n, p.seniority, coalesce(p.seniority IN ('owner', 'director'), false), p.state, p.zip_code, 'US', (p.n % 100) / 100.0, 1 FROM person p;
INSERT INTO refinery.persona_records SELECT p.record_id, p.id, 'first', 1 FROM person p;
INSERT INTO refinery.persona_phones (persona_id, e164, type, record_id, sources, first_seen_at, last_seen_at)
SELECT p.id, p.e164, CASE WHEN p.n % 3 = 0 THEN 'landline' ELSE 'mobile' END, p.record_id, 1, now(), now() FROM person p;
INSERT INTO refinery.persona_emails (persona_id, email, type, record_id, sources, first_seen_at, last_seen_at)
SELECT p.id, 'ann' || p.n || '@firm' || p.firm || '.example', 'work', p.record_id, 1, now(), now() FROM person p;
