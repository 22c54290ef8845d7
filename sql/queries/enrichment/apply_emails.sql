-- sql/queries/enrichment/apply_emails.sql: addresses that providers know of personas $1. What files say of an address stays.
WITH answer AS MATERIALIZED (
    SELECT p.id AS persona_id, e.id, e.answered_at, e.result
      FROM (SELECT p.id FROM refinery.personas p WHERE p.id = ANY ($1::uuid[]) ORDER BY p.id FOR NO KEY UPDATE) AS p
      JOIN refinery.persona_enrichments a ON a.persona_id = p.id
      JOIN refinery.enrichments e ON e.id = a.enrichment_id
     WHERE e.result IS NOT NULL
), merged AS (
    SELECT a.persona_id, m.value ->> 'address' AS email,
           (array_agg(m.value ->> 'type' ORDER BY m.value ->> 'type' = 'unknown', a.answered_at DESC, a.id))[1] AS type,
           min(a.id) AS answer_id, count(DISTINCT a.id)::int AS sources, min(a.answered_at) AS first_at, max(a.answered_at) AS last_at
      FROM answer a CROSS JOIN LATERAL jsonb_array_elements(a.result -> 'emails') AS m (value)
     GROUP BY a.persona_id, m.value ->> 'address'
)
INSERT INTO refinery.persona_emails AS p (persona_id, email, type, answer_id, sources, first_seen_at, last_seen_at)
SELECT m.persona_id, m.email, m.type, m.answer_id, m.sources, m.first_at, m.last_at FROM merged m
 ORDER BY m.persona_id, m.email
ON CONFLICT (persona_id, email) DO UPDATE
   SET type = CASE WHEN p.type = 'unknown' THEN excluded.type ELSE p.type END, answer_id = excluded.answer_id,
       sources = CASE WHEN p.answer_id IS NULL THEN p.sources + excluded.sources ELSE greatest(p.sources, excluded.sources) END,
       first_seen_at = least(p.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(p.last_seen_at, excluded.last_seen_at)
