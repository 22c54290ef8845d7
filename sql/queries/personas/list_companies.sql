-- sql/queries/personas/list_companies.sql: companies by id, a page at a time, each as a JSON object of company_overview.
-- $1 id after which the page begins, $2 page size; each null for all: $3 states, $4 domain, $5 number in E.164, $6 patterns of the name.
SELECT c.id, row_to_json(c)::text
  FROM refinery.company_overview c
 WHERE ($1::uuid IS NULL OR c.id > $1::uuid)
   AND ($3::text[] IS NULL OR c.state = ANY ($3::text[]))
   AND ($4::text IS NULL OR c.domain = $4::text)
   AND ($5::text IS NULL OR c.id IN (SELECT t.company_id FROM refinery.company_phones t WHERE t.e164 = $5::text))
   AND ($6::text[] IS NULL OR c.name ILIKE ALL ($6::text[]))
 ORDER BY c.id
 LIMIT $2::int
