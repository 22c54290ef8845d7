-- sql/views/living_numbers.sql: the numbers of the workers whose session locks (class "rfwk") show that their processes live.
CREATE OR REPLACE FUNCTION refinery_internal.living_numbers() RETURNS SETOF integer
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT l.objid::bigint::integer
      FROM pg_locks l
     WHERE l.locktype = 'advisory' AND l.granted AND l.classid = x'7266776b'::integer::oid AND l.objsubid = 2
       AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
$$;
