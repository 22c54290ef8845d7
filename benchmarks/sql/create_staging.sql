-- Peer B: staging needs no crash safety, so it writes no WAL.
CREATE UNLOGGED TABLE bench.staging (
    company_name text, contact_name text, email_address text, street_address text, city text, state text, zip_code text,
    county text, area_code text, phone_number text, website_url text, number_of_employees text, annual_revenue text,
    sic_code text, sic_description text,
    row_number bigint GENERATED ALWAYS AS IDENTITY
);
