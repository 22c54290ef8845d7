-- sql/queries/personas/clear_companies.sql: what is derived of companies $1 beside their rows goes, to be written again.
DELETE FROM refinery.company_phones p WHERE p.company_id = ANY ($1::uuid[])
