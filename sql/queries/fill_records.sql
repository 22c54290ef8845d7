-- sql/queries/fill_records.sql: completes empty fields of surviving records from rows that repeat them.
-- The rows stand in pg_temp.fill_rows (create_fill_rows.sql), written by the same COPY as records. $1 their ids, $2 the
-- surviving records, ascending (every transaction locks them in one order) and each at most once: a second row for the
-- same record takes a second call. A column that has a value keeps it; extra keys are added, never replaced.
UPDATE refinery.records r
   SET business_name = coalesce(r.business_name, v.business_name),
       contact_name = coalesce(r.contact_name, v.contact_name),
       first_name = coalesce(r.first_name, v.first_name),
       last_name = coalesce(r.last_name, v.last_name),
       title = coalesce(r.title, v.title),
       business_email = coalesce(r.business_email, v.business_email),
       phone_extension = CASE WHEN r.phone_e164 IS NULL OR r.phone_e164 = v.phone_e164
                              THEN coalesce(r.phone_extension, v.phone_extension) ELSE r.phone_extension END,
       phone_e164 = coalesce(r.phone_e164, v.phone_e164),
       phone_status = CASE WHEN r.phone_e164 IS NULL AND v.phone_e164 IS NOT NULL THEN v.phone_status ELSE r.phone_status END,
       direct_phone_extension = CASE WHEN r.direct_phone_e164 IS NULL OR r.direct_phone_e164 = v.direct_phone_e164
                                     THEN coalesce(r.direct_phone_extension, v.direct_phone_extension)
                                     ELSE r.direct_phone_extension END,
       direct_phone_e164 = coalesce(r.direct_phone_e164, v.direct_phone_e164),
       website = coalesce(r.website, v.website),
       business_address = coalesce(r.business_address, v.business_address),
       city = coalesce(r.city, v.city),
       state = coalesce(r.state, v.state),
       zip_code = coalesce(r.zip_code, v.zip_code),
       county = coalesce(r.county, v.county),
       industry = coalesce(r.industry, v.industry),
       business_type = coalesce(r.business_type, v.business_type),
       employee_count_high = CASE WHEN r.employee_count IS NULL THEN v.employee_count_high ELSE r.employee_count_high END,
       employee_count_text = CASE WHEN r.employee_count IS NULL THEN v.employee_count_text ELSE r.employee_count_text END,
       employee_count = coalesce(r.employee_count, v.employee_count),
       annual_revenue_high = CASE WHEN r.annual_revenue IS NULL THEN v.annual_revenue_high ELSE r.annual_revenue_high END,
       annual_revenue_text = CASE WHEN r.annual_revenue IS NULL THEN v.annual_revenue_text ELSE r.annual_revenue_text END,
       annual_revenue = coalesce(r.annual_revenue, v.annual_revenue),
       sic_description = CASE WHEN r.sic_code IS NULL THEN coalesce(v.sic_description, r.sic_description)
                              ELSE r.sic_description END,
       sic_code = coalesce(r.sic_code, v.sic_code),
       naics_code = coalesce(r.naics_code, v.naics_code),
       year_established = coalesce(r.year_established, v.year_established),
       extra = CASE WHEN v.extra IS NULL THEN r.extra ELSE v.extra || coalesce(r.extra, '{}') END
  FROM unnest($1::bigint[], $2::bigint[]) AS d (row_id, record_id)
  JOIN pg_temp.fill_rows v ON v.id = d.row_id
 WHERE r.id = d.record_id
RETURNING r.id
