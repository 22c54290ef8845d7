-- sql/migrations/0035_suppression_indexes.sql
-- Why:   whoever opts out by a domain or a company is found by an index: the statement holds the lock of campaigns, and read whole tables under it.
-- Locks: SHARE on persona_emails and companies while their indexes are made (some seconds for a million rows): nothing links meanwhile.

-- Backwards, so that a domain stands beside what is below it.
CREATE INDEX persona_emails_domain_index ON refinery.persona_emails (reverse(split_part(email, '@', 2)));
CREATE INDEX companies_domain_index ON refinery.companies (reverse(domain) COLLATE "C") WHERE domain IS NOT NULL;
-- The letters and digits of a name begin with the key of it (refinery_internal.company_key), and cost less.
CREATE INDEX companies_name_index ON refinery.companies (lower(regexp_replace(name, '[^[:alnum:]]+', '', 'g')) COLLATE "C") WHERE name IS NOT NULL;
