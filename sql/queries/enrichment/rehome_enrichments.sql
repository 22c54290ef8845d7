-- sql/queries/enrichment/rehome_enrichments.sql: questions go where the record goes that they were asked with: those of personas $1, and those whose record is one of
-- theirs now. Where the record is gone, another one of the same persona stands for it. To be called before answers are brought to the personas.
WITH moved AS MATERIALIZED (
    SELECT a.persona_id, a.enrichment_id, a.record_id, a.run_id, a.created_at, r.persona_id AS owner
      FROM refinery.persona_enrichments a
      JOIN refinery.persona_records r ON r.record_id = a.record_id
     WHERE r.persona_id <> a.persona_id AND (a.persona_id = ANY ($1::uuid[]) OR r.persona_id = ANY ($1::uuid[]))
), gone AS (
    DELETE FROM refinery.persona_enrichments a USING moved m
     WHERE a.persona_id = m.persona_id AND a.enrichment_id = m.enrichment_id
), come AS (
    INSERT INTO refinery.persona_enrichments (persona_id, enrichment_id, record_id, run_id, created_at)
    SELECT DISTINCT ON (m.owner, m.enrichment_id) m.owner, m.enrichment_id, m.record_id, m.run_id, m.created_at
      FROM moved m
     ORDER BY m.owner, m.enrichment_id, m.record_id
    ON CONFLICT (persona_id, enrichment_id) DO NOTHING
)
UPDATE refinery.persona_enrichments a
   SET record_id = r.record_id
  FROM (SELECT o.persona_id, o.enrichment_id,
               (SELECT min(p.record_id) FROM refinery.persona_records p WHERE p.persona_id = o.persona_id) AS record_id
          FROM refinery.persona_enrichments o
         WHERE o.persona_id = ANY ($1::uuid[])
           AND NOT EXISTS (SELECT FROM refinery.persona_records p WHERE p.record_id = o.record_id)) AS r
 WHERE a.persona_id = r.persona_id AND a.enrichment_id = r.enrichment_id AND r.record_id IS NOT NULL
