-- sql/views/usbizdata_records.sql: records with what is known of their phone number, under the column names of the classic
-- one-table schema. What a simulator said shows only for imports that pretend. batch_number is null once the jobs of the import are pruned.
CREATE OR REPLACE VIEW refinery.usbizdata_records AS
SELECT r.id, r.import_id, r.row_number, r.business_name, r.contact_name, r.first_name, r.last_name, r.title, r.business_email,
       coalesce(r.phone_e164, r.direct_phone_e164) AS business_phone,
       r.website, r.business_address, r.city, r.state, r.zip_code, r.county, r.industry, r.business_type, r.employee_count,
       r.annual_revenue, r.sic_code, r.sic_description, r.naics_code, r.year_established,
       coalesce(n.status = 'answered' AND n.valid, false) AS phone_validated,
       n.looked_up_at AS phone_validation_date,
       coalesce(n.line_type, n.number_type) AS phone_type,
       n.carrier_name AS phone_carrier,
       n.line_type AS phone_line_type,
       n.validity_score AS phone_validity_score,
       n.answer AS twilio_lookup_response,
       CASE WHEN coalesce(r.phone_e164, r.direct_phone_e164) IS NULL OR n.status IN ('answered', 'unknown') THEN 'completed'
            WHEN n.status = 'failed' THEN 'failed'
            WHEN NOT coalesce((i.options ->> 'looks_up_numbers')::boolean, false) THEN 'completed'
            ELSE 'pending' END AS processing_status,
       r.processing_errors,
       (SELECT j.seq FROM refinery.jobs j
         WHERE j.run_id = r.import_id AND j.stage = 'refine' AND j.first_row <= r.row_number
           AND r.row_number < j.first_row + j.row_count
         LIMIT 1) AS batch_number,
       r.created_at
  FROM refinery.records r
  JOIN refinery.imports i ON i.id = r.import_id
  LEFT JOIN refinery.numbers n ON n.e164 = coalesce(r.phone_e164, r.direct_phone_e164)
                              AND (NOT n.is_simulated OR i.options ->> 'lookup_provider' = n.provider);
