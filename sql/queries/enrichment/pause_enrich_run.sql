-- sql/queries/enrichment/pause_enrich_run.sql: enrich run $1 pauses, because of $2. One that does not run stays as it is.
SELECT refinery_internal.pause_run_because($1::uuid, $2::text)
