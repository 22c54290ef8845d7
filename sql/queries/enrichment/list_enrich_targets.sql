-- sql/queries/enrichment/list_enrich_targets.sql: what is known of the personas of enrich job $1, before a provider is asked; what a company has stands in for
-- what the person has not. Personas that went meanwhile are not there.
WITH job AS MATERIALIZED (
    SELECT j.run_id, j.first_row, j.row_count FROM refinery.jobs j WHERE j.id = $1::bigint
)
SELECT p.id, refinery_internal.enrich_subject(p, c)::text
  FROM job
  JOIN refinery.enrich_targets t ON t.run_id = job.run_id AND t.place >= job.first_row AND t.place < job.first_row + job.row_count
  JOIN refinery.personas p ON p.id = t.persona_id
  LEFT JOIN refinery.companies c ON c.id = p.company_id
 WHERE p.deceased IS NOT TRUE
 ORDER BY t.place
