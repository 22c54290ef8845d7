-- sql/queries/enrichment/erase_enrichments.sql: personas $1 and records $2 go: the questions that were asked about them, or with what the records said, go too with their
-- answers, unless somebody else asked them as well.
WITH gone AS (
    DELETE FROM refinery.persona_enrichments a
     WHERE a.persona_id = ANY ($1::uuid[]) OR a.record_id = ANY ($2::bigint[])
    RETURNING a.persona_id, a.enrichment_id
)
DELETE FROM refinery.enrichments e
 WHERE e.id IN (SELECT g.enrichment_id FROM gone g)
   AND NOT EXISTS (SELECT FROM refinery.persona_enrichments a
                    WHERE a.enrichment_id = e.id
                      AND NOT EXISTS (SELECT FROM gone g WHERE g.persona_id = a.persona_id AND g.enrichment_id = a.enrichment_id))
