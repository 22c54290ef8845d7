-- sql/queries/personas/list_personas.sql: personas by id, a page at a time, each as a JSON object of persona_overview.
-- $1 id after which the page begins, $2 page size; each null for all: $3 companies, $4 states, $5 levels, $6 whether only those who decide,
-- $7 of these only the one to call of each company, $8 e-mail address, $9 number in E.164, $10 patterns of the name.
SELECT p.id, row_to_json(p)::text
  FROM refinery.persona_overview p
 WHERE ($1::uuid IS NULL OR p.id > $1::uuid)
   AND ($3::uuid[] IS NULL OR p.company_id = ANY ($3::uuid[]))
   AND ($4::text[] IS NULL OR p.state = ANY ($4::text[]))
   AND ($5::text[] IS NULL OR p.seniority = ANY ($5::text[]))
   -- A scalar subquery stays a probe of the index, whatever the page.
   AND ($6::boolean IS NOT TRUE
        OR coalesce((SELECT d.is_target OR $7::boolean IS NOT TRUE FROM refinery.decision_makers d WHERE d.id = p.id), false))
   AND ($8::text IS NULL OR p.id IN (SELECT m.persona_id FROM refinery.persona_emails m WHERE m.email = $8::text))
   AND ($9::text IS NULL OR p.id IN (SELECT t.persona_id FROM refinery.persona_phones t WHERE t.e164 = $9::text))
   AND ($10::text[] IS NULL OR concat_ws(' ', p.first_name, p.last_name) ILIKE ALL ($10::text[]))
 ORDER BY p.id
 LIMIT $2::int
