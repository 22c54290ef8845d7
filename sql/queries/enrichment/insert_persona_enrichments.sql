-- sql/queries/enrichment/insert_persona_enrichments.sql: personas $2 ask provider $1 questions $3 by run $4: from before the request on, so that the answer is found and
-- erased with them. Behind offer_questions.sql in its transaction. Gives those that went meanwhile, or have no record: nobody may be asked about them.
WITH asking AS MATERIALIZED (
    SELECT f.persona_id, f.question, r.record_id
      FROM unnest($2::uuid[], $3::bytea[]) AS f (persona_id, question)
     CROSS JOIN LATERAL (SELECT min(r.record_id) AS record_id FROM refinery.persona_records r WHERE r.persona_id = f.persona_id) AS r
), noted AS (
    INSERT INTO refinery.persona_enrichments (persona_id, enrichment_id, record_id, run_id)
    SELECT a.persona_id, e.id, a.record_id, $4::uuid
      FROM asking a
      JOIN refinery.enrichments e ON e.provider = $1::text AND e.question = a.question
     WHERE a.record_id IS NOT NULL
     ORDER BY e.id, a.persona_id
    ON CONFLICT (persona_id, enrichment_id) DO NOTHING
)
SELECT DISTINCT a.persona_id FROM asking a WHERE a.record_id IS NULL
