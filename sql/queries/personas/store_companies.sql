-- sql/queries/personas/store_companies.sql: what the records of companies $1 say of them, column by column.
INSERT INTO refinery.companies AS o (id, name, domain, website, address, city, state, zip_code, country, industry, sic_code, naics_code, employee_count, employee_count_high, annual_revenue, annual_revenue_high, records)
SELECT f.id, f.name, f.domain, f.website, f.address, f.city, f.state, f.zip_code, f.country, f.industry, f.sic_code, f.naics_code, f.employee_count, f.employee_count_high, f.annual_revenue, f.annual_revenue_high, f.records
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::int[])
       AS f (id, name, domain, website, address, city, state, zip_code, country, industry, sic_code, naics_code, employee_count, employee_count_high, annual_revenue, annual_revenue_high, records)
ON CONFLICT (id) DO UPDATE
   SET name = excluded.name, domain = excluded.domain, website = excluded.website, address = excluded.address, city = excluded.city, state = excluded.state, zip_code = excluded.zip_code, country = excluded.country, industry = excluded.industry, sic_code = excluded.sic_code, naics_code = excluded.naics_code, employee_count = excluded.employee_count, employee_count_high = excluded.employee_count_high, annual_revenue = excluded.annual_revenue, annual_revenue_high = excluded.annual_revenue_high, records = excluded.records,
       updated_at = clock_timestamp()
