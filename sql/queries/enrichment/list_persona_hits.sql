-- sql/queries/enrichment/list_persona_hits.sql: what provider $1 knows of personas $2, or will, by questions that were asked when other things were known of them:
-- found and fresh, or on its way (number); and whether run $3 asked it first. A persona is not asked about again because an answer, or the first part of one, made it known better.
SELECT a.persona_id, e.product, e.question, CASE WHEN e.state = 'pending' THEN e.id END, CASE WHEN e.state = 'found' THEN e.result::text END,
       coalesce(a.run_id = $3::uuid, false), e.id
  FROM refinery.persona_enrichments a
  JOIN refinery.enrichments e ON e.id = a.enrichment_id
 WHERE a.persona_id = ANY ($2::uuid[]) AND e.provider = $1::text AND (e.state = 'pending' OR e.state = 'found' AND refinery_internal.is_enrichment_settled(e))
 ORDER BY a.persona_id, e.state = 'pending', e.answered_at, e.id
