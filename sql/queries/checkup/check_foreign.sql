-- sql/queries/checkup/check_foreign.sql: what could run code of others with the rights of whoever uses the schema, and is not of sql/: its
-- description, and whether it is harmless when an administrator made it knowingly.
SELECT 'trigger ' || c.relname || '.' || t.tgname AS found, false AS is_permitted
  FROM pg_catalog.pg_trigger t
  JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
  JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
 -- A trigger of ours runs a function of ours; who puts another into that schema is found below.
 WHERE c.relnamespace = to_regnamespace('refinery') AND NOT t.tgisinternal
   AND NOT (p.pronamespace = to_regnamespace('refinery_internal') AND t.tgname ~ '^(campaign|audit)_|_(audit|alert)$|^(await_generation|partition_of_import)$')
UNION ALL
SELECT 'rule ' || c.relname || '.' || r.rulename, false
  FROM pg_catalog.pg_rewrite r
  JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
 WHERE c.relnamespace = to_regnamespace('refinery') AND r.rulename <> '_RETURN'
UNION ALL
SELECT 'policy ' || c.relname || '.' || p.polname, false
  FROM pg_catalog.pg_policy p
  JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
 WHERE c.relnamespace = to_regnamespace('refinery')
UNION ALL
-- The same text means something else when the caller's path decides what its names are. is_settled names nothing.
SELECT 'function ' || p.proname || ' without its search_path', false
  FROM pg_catalog.pg_proc p
 WHERE p.pronamespace IN (to_regnamespace('refinery'), to_regnamespace('refinery_internal')) AND p.proname <> 'is_settled'
   AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (p.proconfig), false)
UNION ALL
SELECT 'owner ' || o.rolname || ' of ' || m.name, false
  FROM (SELECT c.relname::text AS name, c.relowner AS owner
          FROM pg_catalog.pg_class c WHERE c.relnamespace = to_regnamespace('refinery') AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
        UNION ALL
        SELECT p.proname, p.proowner FROM pg_catalog.pg_proc p WHERE p.pronamespace IN (to_regnamespace('refinery'), to_regnamespace('refinery_internal'))) AS m
  JOIN pg_catalog.pg_roles o ON o.oid = m.owner
  JOIN pg_catalog.pg_namespace n ON n.oid = to_regnamespace('refinery')
  JOIN pg_catalog.pg_database d ON d.datname = current_database()
 WHERE NOT o.rolsuper AND o.rolname <> 'refinery_owner' AND o.oid NOT IN (n.nspowner, d.datdba)
UNION ALL
SELECT 'right of ' || coalesce(g.rolname, 'PUBLIC') || ' to create objects in the schema', false
  FROM pg_catalog.pg_namespace n
 CROSS JOIN LATERAL aclexplode(n.nspacl) AS a
  LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantee
 WHERE n.oid IN (to_regnamespace('refinery'), to_regnamespace('refinery_internal')) AND a.privilege_type = 'CREATE' AND a.grantee <> n.nspowner
   AND g.rolname IS DISTINCT FROM 'refinery_owner'
UNION ALL
SELECT 'default privileges of ' || o.rolname || ' in the schema', false
  FROM pg_catalog.pg_default_acl a
  JOIN pg_catalog.pg_roles o ON o.oid = a.defaclrole
 WHERE a.defaclnamespace IN (to_regnamespace('refinery'), to_regnamespace('refinery_internal'))
UNION ALL
SELECT 'event trigger ' || e.evtname, true FROM pg_catalog.pg_event_trigger e WHERE e.evtenabled <> 'D'
 ORDER BY 2, 1
