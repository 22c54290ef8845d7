-- sql/views/is_enrichment_settled.sql: whether nobody has to ask a question: it is answered, or nobody could answer it, and that is still fresh.
-- Without a search_path of its own, so that the planner can take it apart: it names no type and no table, and operators and
-- functions are never looked for in pg_temp.
CREATE OR REPLACE FUNCTION refinery_internal.is_enrichment_settled(question refinery.enrichments) RETURNS boolean
LANGUAGE sql VOLATILE
AS $$
    SELECT question.state NOT IN ('open', 'pending') AND question.fresh_until > pg_catalog.clock_timestamp()
$$;
