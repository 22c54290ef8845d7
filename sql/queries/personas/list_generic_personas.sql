-- sql/queries/personas/list_generic_personas.sql: the personas of companies $1 that stand for whoever answers there.
SELECT p.id FROM refinery.personas p WHERE p.company_id = ANY ($1::uuid[]) AND p.generic_contact
