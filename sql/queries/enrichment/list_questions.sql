-- sql/queries/enrichment/list_questions.sql: where questions $2 of provider $1 stand: number, whether settled and fresh, pending, else to be asked, and the result.
SELECT e.id, e.question, refinery_internal.is_enrichment_settled(e), e.state = 'pending', e.state, e.result::text
  FROM refinery.enrichments e
 WHERE e.provider = $1::text AND e.question = ANY ($2::bytea[])
