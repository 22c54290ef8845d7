-- sql/views/add_counters.sql: the sum of two sets of counters, by name; null is none.
CREATE OR REPLACE FUNCTION refinery_internal.add_counters(counters jsonb, more jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT jsonb_object_agg(c.name, c.total)
      FROM (SELECT e.key AS name, sum(e.value::numeric) AS total
              FROM (SELECT * FROM jsonb_each_text(counters) UNION ALL SELECT * FROM jsonb_each_text(more)) AS e
             GROUP BY e.key) AS c
$$;
