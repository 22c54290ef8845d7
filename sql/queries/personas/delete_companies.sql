-- sql/queries/personas/delete_companies.sql: companies $1 have no records any more.
WITH phones AS (
    DELETE FROM refinery.company_phones p WHERE p.company_id = ANY ($1::uuid[])
)
DELETE FROM refinery.companies c WHERE c.id = ANY ($1::uuid[])
