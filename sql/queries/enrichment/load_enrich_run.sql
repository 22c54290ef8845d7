-- sql/queries/enrichment/load_enrich_run.sql: what run $1 asks for.
SELECT e.wants FROM refinery.enrich_runs e WHERE e.run_id = $1::uuid
