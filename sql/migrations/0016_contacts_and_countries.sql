-- sql/migrations/0016_contacts_and_countries.sql
-- Why:   a row says more than one phone and e-mail of a contact, a fax, and the country that its phones and postcode belong to.
-- Locks: ACCESS EXCLUSIVE on records for a moment: columns without default are added without a rewrite.
ALTER TABLE refinery.records
    ADD COLUMN other_phones text[],
    ADD COLUMN other_phone_roles text[],
    ADD COLUMN fax text,
    ADD COLUMN other_emails text[],
    ADD COLUMN country text;
