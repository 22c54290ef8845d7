-- Peer B: what a good SQL hand would do, in one statement. Needs bench.staging, bench.records.
INSERT INTO bench.records (
    import_id, row_number, fingerprint, business_name, contact_name, business_email, phone_e164, phone_status, website,
    business_address, city, state, zip_code, county, employee_count, employee_count_text, annual_revenue_text, sic_code,
    sic_description)
SELECT '00000000-0000-4000-8000-000000000000', s.row_number,
       md5(lower(s.email_address) || chr(31) || coalesce(phone.e164, ''))::uuid,
       btrim(s.company_name), nullif(btrim(s.contact_name), ''), nullif(lower(s.email_address), ''), phone.e164,
       CASE WHEN phone.e164 IS NOT NULL THEN 'valid' WHEN s.phone_number = '' THEN 'missing' ELSE 'invalid' END,
       nullif(lower(s.website_url), ''), s.street_address, s.city, upper(s.state), lpad(left(s.zip_code, 5), 5, '0'), s.county,
       replace(substring(s.number_of_employees FROM '^[0-9,]+'), ',', '')::bigint, nullif(s.number_of_employees, ''),
       nullif(s.annual_revenue, ''), s.sic_code, s.sic_description
  FROM bench.staging s
 CROSS JOIN LATERAL (
       SELECT regexp_replace(regexp_replace(s.phone_number, '\s*(x|ext).*$', '', 'i'), '\D', '', 'g') AS digits) AS number
 CROSS JOIN LATERAL (
       SELECT CASE WHEN whole.digits ~ '^1?[2-9][0-9]{2}[2-9][0-9]{6}$' THEN '+1' || right(whole.digits, 10) END AS e164
         FROM (SELECT CASE WHEN length(number.digits) = 7 THEN s.area_code ELSE '' END || number.digits AS digits) AS whole
       ) AS phone
 WHERE btrim(s.company_name) <> ''
   AND (s.email_address = '' OR s.email_address ~* '^[^@\s]+@[a-z0-9-]+(\.[a-z0-9-]+)+$')
ON CONFLICT (fingerprint) DO NOTHING;
