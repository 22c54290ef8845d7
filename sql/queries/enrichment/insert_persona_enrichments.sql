-- sql/queries/enrichment/insert_persona_enrichments.sql: personas $2 ask provider $1 questions $3 by run $4: from before the request on, so that the answer is found and
-- erased with them. Behind offer_questions.sql in its transaction. Personas that went meanwhile, or have no record, ask nothing.
INSERT INTO refinery.persona_enrichments (persona_id, enrichment_id, record_id, run_id)
SELECT f.persona_id, e.id, r.record_id, $4::uuid
  FROM unnest($2::uuid[], $3::bytea[]) AS f (persona_id, question)
  JOIN refinery.enrichments e ON e.provider = $1::text AND e.question = f.question
 CROSS JOIN LATERAL (SELECT min(r.record_id) AS record_id FROM refinery.persona_records r WHERE r.persona_id = f.persona_id) AS r
 WHERE r.record_id IS NOT NULL
 ORDER BY e.id, f.persona_id
ON CONFLICT (persona_id, enrichment_id) DO NOTHING
