-- sql/queries/personas/find_companies.sql: the companies that a person's text means: by domain or whole name $1, else those with the name in theirs ($2).
WITH exact AS MATERIALIZED (
    SELECT c.id FROM refinery.companies c WHERE c.domain = lower($1::text) OR lower(c.name) = lower($1::text)
)
SELECT e.id FROM exact e
UNION ALL
(SELECT c.id FROM refinery.companies c WHERE c.name ILIKE $2::text AND NOT EXISTS (SELECT FROM exact) LIMIT 10000)
