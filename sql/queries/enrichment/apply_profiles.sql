-- sql/queries/enrichment/apply_profiles.sql: profiles at social networks that providers know of personas $1; those of an answer that is another persona's now go.
WITH answer AS MATERIALIZED (
    SELECT p.id AS persona_id, e.id, e.answered_at, e.result
      FROM (SELECT p.id FROM refinery.personas p WHERE p.id = ANY ($1::uuid[]) ORDER BY p.id FOR NO KEY UPDATE) AS p
      JOIN refinery.persona_enrichments a ON a.persona_id = p.id
      JOIN refinery.enrichments e ON e.id = a.enrichment_id
     WHERE e.result IS NOT NULL
), gone AS (
    DELETE FROM refinery.social_profiles s
     WHERE s.persona_id = ANY ($1::uuid[]) AND s.record_id IS NULL
       AND NOT EXISTS (SELECT FROM answer a, jsonb_array_elements(a.result -> 'socials') AS v
                        WHERE a.persona_id = s.persona_id AND v.value ->> 'network' = s.network AND v.value ->> 'url' = s.url)
)
INSERT INTO refinery.social_profiles AS p (persona_id, network, url, answer_id, first_seen_at, last_seen_at)
SELECT a.persona_id, s.value ->> 'network', s.value ->> 'url', min(a.id), min(a.answered_at), max(a.answered_at)
  FROM answer a CROSS JOIN LATERAL jsonb_array_elements(a.result -> 'socials') AS s (value)
 GROUP BY a.persona_id, s.value ->> 'network', s.value ->> 'url'
 ORDER BY 1, 2, 3
ON CONFLICT (persona_id, network, url) DO UPDATE
   SET answer_id = excluded.answer_id, first_seen_at = least(p.first_seen_at, excluded.first_seen_at),
       last_seen_at = greatest(p.last_seen_at, excluded.last_seen_at)
