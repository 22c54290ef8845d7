-- sql/queries/personas/delete_personas.sql: personas $1 have no records any more.
WITH emails AS (
    DELETE FROM refinery.persona_emails e WHERE e.persona_id = ANY ($1::uuid[])
), phones AS (
    DELETE FROM refinery.persona_phones p WHERE p.persona_id = ANY ($1::uuid[])
), profiles AS (
    DELETE FROM refinery.social_profiles s WHERE s.persona_id = ANY ($1::uuid[])
)
DELETE FROM refinery.personas p WHERE p.id = ANY ($1::uuid[])
