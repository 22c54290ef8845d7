-- sql/queries/personas/store_personas.sql: what the records of personas $1 say of them, column by column. What providers said stays.
INSERT INTO refinery.personas AS o (id, company_id, first_name, last_name, title, seniority, likely_decision_maker, generic_contact, address, city, state, zip_code, country, score, records)
SELECT f.id, f.company_id, f.first_name, f.last_name, f.title, f.seniority, f.likely_decision_maker, f.generic_contact, f.address, f.city, f.state, f.zip_code, f.country, f.score, f.records
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::boolean[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::real[], $15::int[])
       AS f (id, company_id, first_name, last_name, title, seniority, likely_decision_maker, generic_contact, address, city, state, zip_code, country, score, records)
ON CONFLICT (id) DO UPDATE
   SET company_id = excluded.company_id, first_name = excluded.first_name, last_name = excluded.last_name, title = excluded.title, seniority = excluded.seniority, likely_decision_maker = excluded.likely_decision_maker, generic_contact = excluded.generic_contact, address = excluded.address, city = excluded.city, state = excluded.state, zip_code = excluded.zip_code, country = excluded.country, score = excluded.score, records = excluded.records,
       updated_at = clock_timestamp()
