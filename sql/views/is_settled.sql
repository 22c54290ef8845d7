-- sql/views/is_settled.sql: whether nobody has to ask for a number: it is answered, unknown or failed, that is still fresh, and
-- the answer counts for the provider that would be asked: those of one that pretends count for itself only.
-- Without a search_path of its own, so that the planner can take it apart: it names no type and no table, and operators and
-- functions are never looked for in pg_temp.
CREATE OR REPLACE FUNCTION refinery_internal.is_settled(number refinery.numbers, asked_provider text) RETURNS boolean
LANGUAGE sql VOLATILE
AS $$
    SELECT number.status <> 'pending' AND number.fresh_until > pg_catalog.clock_timestamp()
           AND (NOT number.is_simulated OR number.provider = asked_provider)
$$;
