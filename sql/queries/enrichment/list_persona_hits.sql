-- sql/queries/enrichment/list_persona_hits.sql: what provider $1 knows of personas $2 by questions that were asked when other things were known of them: found,
-- and fresh. A persona is not asked about again because an answer made it known better.
SELECT a.persona_id, e.product, e.question, e.result::text
  FROM refinery.persona_enrichments a
  JOIN refinery.enrichments e ON e.id = a.enrichment_id
 WHERE a.persona_id = ANY ($2::uuid[]) AND e.provider = $1::text AND e.state = 'found' AND refinery_internal.is_enrichment_settled(e)
 ORDER BY a.persona_id, e.answered_at, e.id
