-- sql/queries/enrichment/delete_persona_enrichments.sql: personas $1 go: their questions with the answers go too, unless somebody else asked them as well.
WITH gone AS (
    DELETE FROM refinery.persona_enrichments a WHERE a.persona_id = ANY ($1::uuid[]) RETURNING a.enrichment_id
)
DELETE FROM refinery.enrichments e
 WHERE e.id IN (SELECT g.enrichment_id FROM gone g)
   AND NOT EXISTS (SELECT FROM refinery.persona_enrichments a WHERE a.enrichment_id = e.id AND a.persona_id <> ALL ($1::uuid[]))
