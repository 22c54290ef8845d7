-- sql/queries/copy_records.sql: where new records are written, in PostgreSQL's binary COPY format. The column order is that of
-- RecordEncoder.
COPY refinery.records (
    id, import_id, row_number, fingerprint, business_name, contact_name, first_name, last_name, title, business_email,
    phone_e164, phone_extension, phone_status, direct_phone_e164, direct_phone_extension, website, business_address,
    city, state, zip_code, county, industry, business_type, employee_count, employee_count_high, employee_count_text,
    annual_revenue, annual_revenue_high, annual_revenue_text, sic_code, sic_description, naics_code, year_established,
    processing_errors, extra
) FROM STDIN (FORMAT binary)
