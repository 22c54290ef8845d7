-- sql/queries/personas/move_personas.sql: records went from personas $1, in order, to personas $2; personas $3 are there, for the first time or again.
WITH revived AS (
    DELETE FROM refinery.persona_moves m WHERE m.from_id = ANY ($3::uuid[])
)
INSERT INTO refinery.persona_moves AS m (from_id, to_id)
SELECT u.from_id, u.to_id FROM unnest($1::uuid[], $2::uuid[]) AS u (from_id, to_id)
    ON CONFLICT (from_id, to_id) DO UPDATE SET moved_at = clock_timestamp()
