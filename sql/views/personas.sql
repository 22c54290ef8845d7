-- sql/views/personas.sql: companies and personas as people ask for them (docs/personas.md). What is shown of one persona or one company is
-- found by indexes: ask by id, company_id or persona_id.

-- A persona with the phone and the address to reach it by: a mobile before others, a toll-free number last; a personal or work address before
-- a generic one; then the score, how many sources say so, and the newest.
CREATE OR REPLACE VIEW refinery.persona_overview AS
SELECT p.id, p.company_id, c.name AS company, c.domain AS company_domain, p.first_name, p.last_name, p.title, p.seniority, p.seniority_rank,
       p.likely_decision_maker, p.generic_contact, t.e164 AS phone, t.type AS phone_type, t.do_not_call, m.email, m.type AS email_type,
       p.address, p.city, p.state, p.zip_code, p.country, p.age, p.income, p.deceased, p.litigator, p.score, p.records, p.created_at, p.updated_at
  FROM refinery.personas p
  LEFT JOIN refinery.companies c ON c.id = p.company_id
  LEFT JOIN LATERAL (
       SELECT f.e164, f.type, f.do_not_call
         FROM refinery.persona_phones f
        WHERE f.persona_id = p.id
        ORDER BY CASE f.type WHEN 'mobile' THEN 1 WHEN 'toll_free' THEN 3 ELSE 2 END, f.score DESC NULLS LAST, f.sources DESC,
                 f.last_seen_at DESC, f.e164
        LIMIT 1) AS t ON true
  LEFT JOIN LATERAL (
       SELECT a.email, a.type
         FROM refinery.persona_emails a
        WHERE a.persona_id = p.id
        ORDER BY a.type = 'generic', a.score DESC NULLS LAST, a.sources DESC, a.last_seen_at DESC, a.email
        LIMIT 1) AS m ON true;

-- Those who decide, each with its company. A generic contact is left out where its company has somebody else who decides, and a generic
-- address where the persona has another; so are the deceased and litigators. is_target: the one to call of its company, by rank, then
-- who has a mobile, then by score.
CREATE OR REPLACE VIEW refinery.decision_makers AS
SELECT p.*,
       NOT EXISTS (
           SELECT
             FROM refinery.personas o
            WHERE o.company_id = p.company_id AND o.likely_decision_maker AND o.seniority_rank < p.seniority_rank
              AND NOT coalesce(o.deceased OR o.litigator, false) AND (NOT o.generic_contact OR p.generic_contact))
       AND NOT EXISTS (
           SELECT
             FROM refinery.personas o
            WHERE o.company_id = p.company_id AND o.likely_decision_maker AND o.seniority_rank = p.seniority_rank AND o.id <> p.id
              AND NOT coalesce(o.deceased OR o.litigator, false) AND (NOT o.generic_contact OR p.generic_contact)
              AND (EXISTS (SELECT FROM refinery.persona_phones f WHERE f.persona_id = o.id AND f.type = 'mobile'), o.score, p.id)
                  > (coalesce(p.phone_type = 'mobile', false), p.score, o.id)) AS is_target
  FROM refinery.persona_overview p
 WHERE p.likely_decision_maker AND NOT coalesce(p.deceased OR p.litigator, false)
   AND NOT (p.generic_contact AND EXISTS (
           SELECT
             FROM refinery.personas o
            WHERE o.company_id = p.company_id AND o.likely_decision_maker AND NOT o.generic_contact
              AND NOT coalesce(o.deceased OR o.litigator, false)));

-- A company with its main phone, how many personas it has, and the person to call there: who decides, else somebody with a name, else whoever answers.
CREATE OR REPLACE VIEW refinery.company_overview AS
SELECT c.id, c.name, c.domain, c.website, t.e164 AS phone, t.type AS phone_type, c.address, c.city, c.state, c.zip_code, c.country, c.industry,
       c.sic_code, c.naics_code, c.employee_count, c.employee_count_high, c.annual_revenue, c.annual_revenue_high,
       n.personas, n.decision_makers, w.id AS target_id, w.first_name AS target_first_name, w.last_name AS target_last_name,
       w.title AS target_title, w.seniority AS target_seniority, w.phone AS target_phone, w.phone_type AS target_phone_type,
       w.email AS target_email, c.records, c.created_at, c.updated_at
  FROM refinery.companies c
  LEFT JOIN LATERAL (
       SELECT f.e164, f.type
         FROM refinery.company_phones f
        WHERE f.company_id = c.id
        ORDER BY f.sources DESC, f.last_seen_at DESC, f.e164
        LIMIT 1) AS t ON true
 CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE NOT p.generic_contact) AS personas, count(*) FILTER (WHERE p.likely_decision_maker) AS decision_makers
         FROM refinery.personas p
        WHERE p.company_id = c.id) AS n
  LEFT JOIN LATERAL (
       SELECT p.id, p.first_name, p.last_name, p.title, p.seniority, p.phone, p.phone_type, p.email
         FROM refinery.persona_overview p
        WHERE p.company_id = c.id AND NOT coalesce(p.deceased OR p.litigator, false)
        ORDER BY p.generic_contact, p.likely_decision_maker DESC, p.seniority_rank, coalesce(p.phone_type = 'mobile', false) DESC, p.score DESC, p.id
        LIMIT 1) AS w ON true;

-- Where each value of a persona comes from: the record, with its import and row, by which rule it came to the persona and how sure that is;
-- or the answer of a provider. is_shown: the persona shows it; others were older, or less full.
CREATE OR REPLACE VIEW refinery.persona_provenance AS
SELECT o.persona_id, v.field, v.value, coalesce(lower(v.value) = lower(v.shown), v.is_list) AS is_shown, r.id AS record_id, r.import_id,
       i.file_name, r.row_number, NULL::bigint AS answer_id, o.rule, o.score, u.created_at AS seen_at
  FROM refinery.persona_records o
  JOIN refinery.personas p ON p.id = o.persona_id
  JOIN refinery.records r ON r.id = o.record_id
  JOIN refinery.imports i ON i.id = r.import_id
  JOIN refinery.runs u ON u.id = r.import_id
 CROSS JOIN LATERAL (
       VALUES ('company', r.business_name, (SELECT c.name FROM refinery.companies c WHERE c.id = p.company_id), false),
              ('name', r.contact_name, concat_ws(' ', p.first_name, p.last_name), false),
              ('first_name', r.first_name, p.first_name, false), ('last_name', r.last_name, p.last_name, false),
              ('title', r.title, p.title, false), ('email', r.business_email, NULL, true), ('phone', r.direct_phone_e164, NULL, true),
              ('phone', r.phone_e164, NULL, EXISTS (SELECT FROM refinery.persona_phones f WHERE f.persona_id = p.id AND f.e164 = r.phone_e164)),
              ('address', r.business_address, p.address, false), ('city', r.city, p.city, false), ('state', r.state, p.state, false),
              ('zip_code', r.zip_code, p.zip_code, false), ('country', r.country, p.country, false)) AS v (field, value, shown, is_list)
 WHERE v.value IS NOT NULL
UNION ALL
SELECT o.persona_id, v.field, v.value, true, r.id, r.import_id, i.file_name, r.row_number, NULL, o.rule, o.score, u.created_at
  FROM refinery.persona_records o
  JOIN refinery.records r ON r.id = o.record_id
  JOIN refinery.imports i ON i.id = r.import_id
  JOIN refinery.runs u ON u.id = r.import_id
 CROSS JOIN LATERAL (
       SELECT 'phone', e.value FROM unnest(r.other_phones) AS e (value)
       UNION ALL
       SELECT 'email', e.value FROM unnest(r.other_emails) AS e (value)) AS v (field, value)
UNION ALL
-- The title of a row that repeats a record without one.
SELECT o.persona_id, 'title', d.title, lower(d.title) = lower(p.title), r.id, d.import_id, i.file_name, d.row_number, NULL, o.rule, o.score, u.created_at
  FROM refinery.persona_records o
  JOIN refinery.personas p ON p.id = o.persona_id
  JOIN refinery.records r ON r.id = o.record_id AND r.title IS NULL
  JOIN refinery.duplicates d ON d.record_id = r.id AND d.title IS NOT NULL
  JOIN refinery.imports i ON i.id = d.import_id
  JOIN refinery.runs u ON u.id = d.import_id AND u.status <> 'undone'
UNION ALL
SELECT f.persona_id, 'phone', f.e164, true, NULL, NULL, NULL, NULL, f.answer_id, NULL, f.score, f.last_seen_at
  FROM refinery.persona_phones f
 WHERE f.answer_id IS NOT NULL
UNION ALL
SELECT a.persona_id, 'email', a.email, true, NULL, NULL, NULL, NULL, a.answer_id, NULL, a.score, a.last_seen_at
  FROM refinery.persona_emails a
 WHERE a.answer_id IS NOT NULL
UNION ALL
SELECT s.persona_id, s.network, s.url, true, s.record_id, NULL, NULL, NULL, s.answer_id, NULL, NULL, s.last_seen_at
  FROM refinery.social_profiles s;

-- The same for a company.
CREATE OR REPLACE VIEW refinery.company_provenance AS
SELECT o.company_id, v.field, v.value, coalesce(lower(v.value) = lower(v.shown), v.is_list) AS is_shown, r.id AS record_id, r.import_id,
       i.file_name, r.row_number, o.rule, o.score, u.created_at AS seen_at
  FROM refinery.company_records o
  JOIN refinery.companies c ON c.id = o.company_id
  JOIN refinery.records r ON r.id = o.record_id
  JOIN refinery.imports i ON i.id = r.import_id
  JOIN refinery.runs u ON u.id = r.import_id
 CROSS JOIN LATERAL (
       VALUES ('name', r.business_name, c.name, false), ('website', r.website, c.website, false), ('phone', r.phone_e164, NULL, true),
              ('address', r.business_address, c.address, false), ('city', r.city, c.city, false), ('state', r.state, c.state, false),
              ('zip_code', r.zip_code, c.zip_code, false), ('country', r.country, c.country, false), ('industry', r.industry, c.industry, false),
              ('sic_code', r.sic_code, c.sic_code, false), ('naics_code', r.naics_code, c.naics_code, false),
              ('employee_count', r.employee_count::text, c.employee_count::text, false),
              ('annual_revenue', r.annual_revenue::text, c.annual_revenue::text, false)) AS v (field, value, shown, is_list)
 WHERE v.value IS NOT NULL;
