-- sql/queries/records/fill_records.sql: completes empty fields of surviving records from rows that repeat them: of each record from the first
-- row that adds something. Called again with the records that come back, until none does: a later row sees what an earlier one filled.
-- The rows stand in pg_temp.fill_rows (create_fill_rows.sql), written by the same COPY as records. $1 their ids, in order, $2 the
-- surviving records. A column that has a value keeps it; extra keys are added, never replaced. What is said of a person is filled only
-- from a row of the same person, or of the first one known: one e-mail or phone may be shared.
WITH adding AS MATERIALIZED (
    SELECT DISTINCT ON (d.record_id) d.record_id, d.row_id, p.is_same_person
      FROM unnest($1::bigint[], $2::bigint[]) WITH ORDINALITY AS d (row_id, record_id, place)
      JOIN pg_temp.fill_rows v ON v.id = d.row_id
      JOIN refinery.records r ON r.id = d.record_id
      CROSS JOIN LATERAL (
          SELECT CASE WHEN num_nonnulls(r.contact_name, r.first_name, r.last_name, r.title, r.direct_phone_e164) = 0 THEN true
                      WHEN r.contact_name = v.contact_name THEN true
                      WHEN r.contact_name IS NULL OR v.contact_name IS NULL THEN r.contact_name IS NULL AND v.contact_name IS NULL
                      ELSE lower(regexp_replace(r.contact_name, '[^[:alnum:]]', '', 'g'))
                           = lower(regexp_replace(v.contact_name, '[^[:alnum:]]', '', 'g')) END AS is_same_person) AS p
     WHERE r.business_name IS NULL AND v.business_name IS NOT NULL
        OR r.business_email IS NULL AND v.business_email IS NOT NULL
        OR r.website IS NULL AND v.website IS NOT NULL
        OR r.business_address IS NULL AND v.business_address IS NOT NULL
        OR r.city IS NULL AND v.city IS NOT NULL
        OR r.state IS NULL AND v.state IS NOT NULL
        OR r.zip_code IS NULL AND v.zip_code IS NOT NULL
        OR r.county IS NULL AND v.county IS NOT NULL
        OR r.country IS NULL AND v.country IS NOT NULL
        OR r.fax IS NULL AND v.fax IS NOT NULL
        OR r.industry IS NULL AND v.industry IS NOT NULL
        OR r.business_type IS NULL AND v.business_type IS NOT NULL
        OR r.naics_code IS NULL AND v.naics_code IS NOT NULL
        OR r.year_established IS NULL AND v.year_established IS NOT NULL
        OR r.phone_e164 IS NULL AND v.phone_e164 IS NOT NULL
        OR r.phone_extension IS NULL AND v.phone_extension IS NOT NULL AND coalesce(r.phone_e164, v.phone_e164) = v.phone_e164
        OR r.employee_count IS NULL AND v.employee_count IS NOT NULL
        OR r.annual_revenue IS NULL AND v.annual_revenue IS NOT NULL
        OR r.sic_code IS NULL AND (v.sic_code IS NOT NULL OR r.sic_description IS NULL AND v.sic_description IS NOT NULL)
        OR v.extra IS DISTINCT FROM r.extra AND v.extra IS NOT NULL AND (v.extra || coalesce(r.extra, '{}')) IS DISTINCT FROM r.extra
        OR p.is_same_person AND (
               r.contact_name IS NULL AND v.contact_name IS NOT NULL
            OR r.first_name IS NULL AND v.first_name IS NOT NULL
            OR r.last_name IS NULL AND v.last_name IS NOT NULL
            OR r.name_prefix IS NULL AND v.name_prefix IS NOT NULL
            OR r.name_suffix IS NULL AND v.name_suffix IS NOT NULL
            OR r.title IS NULL AND v.title IS NOT NULL
            OR r.direct_phone_e164 IS NULL AND v.direct_phone_e164 IS NOT NULL
            OR r.other_phones IS NULL AND v.other_phones IS NOT NULL
            OR r.other_emails IS NULL AND v.other_emails IS NOT NULL
            OR r.direct_phone_extension IS NULL AND v.direct_phone_extension IS NOT NULL
                    AND coalesce(r.direct_phone_e164, v.direct_phone_e164) = v.direct_phone_e164)
     ORDER BY d.record_id, d.place
), locked AS MATERIALIZED (
    -- Ascending: every transaction locks records in one order, whatever the plan of the update is.
    SELECT r.id
      FROM refinery.records r
     WHERE r.id IN (SELECT a.record_id FROM adding a)
     ORDER BY r.id
       FOR NO KEY UPDATE
)
UPDATE refinery.records r
   SET business_name = coalesce(r.business_name, v.business_name),
       business_email = coalesce(r.business_email, v.business_email),
       website = coalesce(r.website, v.website),
       business_address = coalesce(r.business_address, v.business_address),
       city = coalesce(r.city, v.city),
       state = coalesce(r.state, v.state),
       zip_code = coalesce(r.zip_code, v.zip_code),
       county = coalesce(r.county, v.county),
       country = coalesce(r.country, v.country),
       fax = coalesce(r.fax, v.fax),
       industry = coalesce(r.industry, v.industry),
       business_type = coalesce(r.business_type, v.business_type),
       naics_code = coalesce(r.naics_code, v.naics_code),
       year_established = coalesce(r.year_established, v.year_established),
       phone_extension = CASE WHEN r.phone_e164 IS NULL OR r.phone_e164 = v.phone_e164
                              THEN coalesce(r.phone_extension, v.phone_extension) ELSE r.phone_extension END,
       phone_e164 = coalesce(r.phone_e164, v.phone_e164),
       phone_status = CASE WHEN r.phone_e164 IS NULL AND v.phone_e164 IS NOT NULL THEN v.phone_status ELSE r.phone_status END,
       contact_name = CASE WHEN a.is_same_person THEN coalesce(r.contact_name, v.contact_name) ELSE r.contact_name END,
       first_name = CASE WHEN a.is_same_person THEN coalesce(r.first_name, v.first_name) ELSE r.first_name END,
       last_name = CASE WHEN a.is_same_person THEN coalesce(r.last_name, v.last_name) ELSE r.last_name END,
       name_prefix = CASE WHEN a.is_same_person THEN coalesce(r.name_prefix, v.name_prefix) ELSE r.name_prefix END,
       name_suffix = CASE WHEN a.is_same_person THEN coalesce(r.name_suffix, v.name_suffix) ELSE r.name_suffix END,
       title = CASE WHEN a.is_same_person THEN coalesce(r.title, v.title) ELSE r.title END,
       direct_phone_e164 = CASE WHEN a.is_same_person THEN coalesce(r.direct_phone_e164, v.direct_phone_e164) ELSE r.direct_phone_e164 END,
       direct_phone_extension = CASE WHEN a.is_same_person AND coalesce(r.direct_phone_e164, v.direct_phone_e164) = v.direct_phone_e164
                                     THEN coalesce(r.direct_phone_extension, v.direct_phone_extension)
                                     ELSE r.direct_phone_extension END,
       other_phone_roles = CASE WHEN a.is_same_person AND r.other_phones IS NULL THEN v.other_phone_roles ELSE r.other_phone_roles END,
       other_phones = CASE WHEN a.is_same_person THEN coalesce(r.other_phones, v.other_phones) ELSE r.other_phones END,
       other_emails = CASE WHEN a.is_same_person THEN coalesce(r.other_emails, v.other_emails) ELSE r.other_emails END,
       employee_count_high = CASE WHEN r.employee_count IS NULL THEN v.employee_count_high ELSE r.employee_count_high END,
       employee_count_text = CASE WHEN r.employee_count IS NULL THEN coalesce(v.employee_count_text, r.employee_count_text) ELSE r.employee_count_text END,
       employee_count = coalesce(r.employee_count, v.employee_count),
       annual_revenue_high = CASE WHEN r.annual_revenue IS NULL THEN v.annual_revenue_high ELSE r.annual_revenue_high END,
       annual_revenue_text = CASE WHEN r.annual_revenue IS NULL THEN coalesce(v.annual_revenue_text, r.annual_revenue_text) ELSE r.annual_revenue_text END,
       annual_revenue = coalesce(r.annual_revenue, v.annual_revenue),
       sic_description = CASE WHEN r.sic_code IS NULL THEN coalesce(v.sic_description, r.sic_description)
                              ELSE r.sic_description END,
       sic_code = coalesce(r.sic_code, v.sic_code),
       extra = CASE WHEN v.extra IS NULL THEN r.extra ELSE v.extra || coalesce(r.extra, '{}') END
  FROM adding a
  JOIN locked l ON l.id = a.record_id
  JOIN pg_temp.fill_rows v ON v.id = a.row_id
 WHERE r.id = a.record_id
RETURNING r.id
