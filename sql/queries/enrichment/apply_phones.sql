-- sql/queries/enrichment/apply_phones.sql: numbers that providers know of personas $1. What a lookup says of a line comes first, then what files say; a provider's word on
-- do-not-call lists is a hint.
WITH answer AS MATERIALIZED (
    SELECT p.id AS persona_id, e.id, e.answered_at, e.result
      FROM (SELECT p.id FROM refinery.personas p WHERE p.id = ANY ($1::uuid[]) ORDER BY p.id FOR NO KEY UPDATE) AS p
      JOIN refinery.persona_enrichments a ON a.persona_id = p.id
      JOIN refinery.enrichments e ON e.id = a.enrichment_id
     WHERE e.result IS NOT NULL
), told AS (
    SELECT a.persona_id, n.value ->> 'number' AS e164, a.id, a.answered_at, n.value ->> 'type' AS type, (n.value ->> 'score')::real / 100 AS score,
           n.value ->> 'doNotCall' AS do_not_call
      FROM answer a CROSS JOIN LATERAL jsonb_array_elements(a.result -> 'phones') AS n (value)
), merged AS (
    SELECT t.persona_id, t.e164,
           coalesce(max(CASE l.line_type WHEN 'mobile' THEN 'mobile' WHEN 'landline' THEN 'landline' WHEN 'tollFree' THEN 'toll_free'
                                         WHEN 'voip' THEN 'voip' WHEN 'fixedVoip' THEN 'voip' WHEN 'nonFixedVoip' THEN 'voip' END),
                    (array_agg(t.type ORDER BY t.type = 'unknown', t.answered_at DESC, t.id))[1]) AS type,
           max(t.score) AS score,
           CASE WHEN bool_or(t.do_not_call = 'yes') THEN 'yes' WHEN bool_or(t.do_not_call = 'no') THEN 'no' ELSE 'unknown' END AS do_not_call,
           min(t.id) AS answer_id, count(DISTINCT t.id)::int AS sources, min(t.answered_at) AS first_at, max(t.answered_at) AS last_at
      FROM told t
      LEFT JOIN refinery.numbers l ON l.e164 = t.e164 AND l.status = 'answered'
     GROUP BY t.persona_id, t.e164
)
INSERT INTO refinery.persona_phones AS p
       (persona_id, e164, type, score, do_not_call, answer_id, sources, first_seen_at, last_seen_at)
SELECT m.persona_id, m.e164, m.type, m.score, m.do_not_call, m.answer_id, m.sources, m.first_at, m.last_at FROM merged m
 ORDER BY m.persona_id, m.e164
ON CONFLICT (persona_id, e164) DO UPDATE
   SET type = CASE WHEN p.type IN ('unknown', 'other') THEN excluded.type ELSE p.type END,
       score = greatest(p.score, excluded.score), do_not_call = excluded.do_not_call, answer_id = excluded.answer_id,
       -- What was counted before stays counted once.
       sources = CASE WHEN p.answer_id IS NULL THEN p.sources + excluded.sources ELSE greatest(p.sources, excluded.sources) END,
       first_seen_at = least(p.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(p.last_seen_at, excluded.last_seen_at)
