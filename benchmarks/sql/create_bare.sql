-- Peer A: the header's columns as text, nothing else.
CREATE TABLE bench.bare (
    company_name text, contact_name text, email_address text, street_address text, city text, state text, zip_code text,
    county text, area_code text, phone_number text, website_url text, number_of_employees text, annual_revenue text,
    sic_code text, sic_description text
);
