-- sql/queries/enrichment/list_enrich_targets.sql: what is known of the personas of enrich job $1, before a provider is asked; what a company has stands in for
-- what the person has not. Of a persona that was merged meanwhile, whoever has its records now is asked about; one that was erased is not there.
WITH job AS MATERIALIZED (
    SELECT j.run_id, j.first_row, j.row_count FROM refinery.jobs j WHERE j.id = $1::bigint
), meant AS MATERIALIZED (
    SELECT t.place, t.persona_id, EXISTS (SELECT FROM refinery.personas p WHERE p.id = t.persona_id) AS is_there
      FROM job
      JOIN refinery.enrich_targets t ON t.run_id = job.run_id AND t.place >= job.first_row AND t.place < job.first_row + job.row_count
), now AS (
    SELECT m.place, m.persona_id FROM meant m WHERE m.is_there
    UNION ALL
    SELECT m.place, h.heir_id
      FROM refinery_internal.persona_heirs(ARRAY(SELECT m.persona_id FROM meant m WHERE NOT m.is_there)) AS h
      JOIN meant m ON m.persona_id = h.persona_id
)
SELECT p.id, refinery_internal.enrich_subject(p, c)::text
  FROM (SELECT n.persona_id, min(n.place) AS place FROM now n GROUP BY 1) AS n
  JOIN refinery.personas p ON p.id = n.persona_id
  LEFT JOIN refinery.companies c ON c.id = p.company_id
 WHERE p.deceased IS NOT TRUE AND EXISTS (SELECT FROM refinery.persona_records r WHERE r.persona_id = p.id)
 ORDER BY n.place
