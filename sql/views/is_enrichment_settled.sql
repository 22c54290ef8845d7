-- sql/views/is_enrichment_settled.sql: whether nobody has to ask a question: it is answered, or nobody could answer it, and that is still fresh.
CREATE OR REPLACE FUNCTION refinery_internal.is_enrichment_settled(question refinery.enrichments) RETURNS boolean
LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT question.state NOT IN ('open', 'pending') AND question.fresh_until > clock_timestamp()
$$;
