-- sql/queries/enrichment/list_persona_answers.sql: what providers said of personas $1, oldest first; behind rehome_enrichments.sql. What came of an answer whose rest is on its way
-- counts already.
SELECT a.persona_id, e.id, extract(epoch FROM e.answered_at)::bigint, e.result::text
  FROM refinery.persona_enrichments a
  JOIN refinery.enrichments e ON e.id = a.enrichment_id
 WHERE a.persona_id = ANY ($1::uuid[]) AND e.result IS NOT NULL
 ORDER BY a.persona_id, e.answered_at, e.id
