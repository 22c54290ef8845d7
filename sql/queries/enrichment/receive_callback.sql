-- sql/queries/enrichment/receive_callback.sql: what was sent to address $1 (its last part), body $2 (see sql/views/receive_enrichment.sql).
SELECT refinery.receive_enrichment_v1($1::text, $2::text)
