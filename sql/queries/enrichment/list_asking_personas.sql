-- sql/queries/enrichment/list_asking_personas.sql: whose questions $1 are now.
SELECT DISTINCT a.persona_id FROM refinery.persona_enrichments a WHERE a.enrichment_id = ANY ($1::bigint[]) ORDER BY a.persona_id
