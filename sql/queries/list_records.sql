-- sql/queries/list_records.sql: stored records of one import in row order, a page at a time.
-- $1 id after which the page begins, $2 id before which the import's records end, $3 page size.
SELECT id, row_number, business_name, contact_name, first_name, last_name, title, business_email, phone_e164,
       phone_extension, phone_status, direct_phone_e164, direct_phone_extension, website, business_address, city, state,
       zip_code, county, industry, business_type, employee_count, employee_count_high, employee_count_text,
       annual_revenue, annual_revenue_high, annual_revenue_text, sic_code, sic_description, naics_code, year_established,
       processing_errors::text, extra::text
  FROM refinery.records
 WHERE id > $1::bigint AND id < $2::bigint
 ORDER BY id
 LIMIT $3::int
