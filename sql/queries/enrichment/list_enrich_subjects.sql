-- sql/queries/enrichment/list_enrich_subjects.sql: the same of the personas that criteria $1 mean, in pages: those behind persona $2, null for the first page, $3
-- of them.
SELECT p.id, refinery_internal.enrich_subject(p, c)::text
  FROM refinery_internal.personas_matching($1::jsonb) AS m (persona_id)
  JOIN refinery.personas p ON p.id = m.persona_id
  LEFT JOIN refinery.companies c ON c.id = p.company_id
 WHERE p.deceased IS NOT TRUE AND ($2::uuid IS NULL OR p.id > $2::uuid)
 ORDER BY p.id
 LIMIT $3::int
