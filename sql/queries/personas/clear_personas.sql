-- sql/queries/personas/clear_personas.sql: what the records of personas $1 say beside their rows goes, to be written again.
WITH emails AS (
    DELETE FROM refinery.persona_emails e WHERE e.persona_id = ANY ($1::uuid[])
)
DELETE FROM refinery.persona_phones p WHERE p.persona_id = ANY ($1::uuid[])
