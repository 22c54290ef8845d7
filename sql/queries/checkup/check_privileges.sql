-- sql/queries/checkup/check_privileges.sql: what this user may not do but the statements of the fleet need
-- (sql/views/grant_privileges.sql gives the same to refinery_worker).
SELECT needed.privilege || ' on ' || needed.object
  FROM (SELECT p.privilege, 'table refinery.' || t.name AS object,
               has_table_privilege(to_regclass('refinery.' || t.name), p.privilege) AS is_granted
          FROM (VALUES ('runs', 'SELECT,INSERT,UPDATE'), ('imports', 'SELECT,INSERT,UPDATE'), ('source_chunks', 'SELECT,INSERT,DELETE'),
                       ('workers', 'SELECT,INSERT,UPDATE,DELETE'), ('jobs', 'SELECT,INSERT,UPDATE,DELETE'),
                       ('records', 'SELECT,INSERT,UPDATE'), ('fingerprints', 'SELECT,INSERT'), ('rejects', 'SELECT,INSERT'),
                       ('duplicates', 'SELECT,INSERT'), ('mappings', 'SELECT,INSERT,UPDATE,DELETE'), ('events', 'SELECT,INSERT,DELETE'), ('lookup_budgets', 'SELECT'),
                       ('run_spending', 'SELECT'), ('enrich_runs', 'SELECT,INSERT,UPDATE'), ('enrich_targets', 'SELECT,INSERT'),
                       ('enrichments', 'SELECT,INSERT,UPDATE,DELETE'), ('persona_enrichments', 'SELECT,INSERT,UPDATE,DELETE'),
                       ('campaign_destinations', 'SELECT,INSERT,UPDATE'), ('push_runs', 'SELECT,INSERT'),
                       ('campaign_pushes', 'SELECT,INSERT,UPDATE,DELETE'), ('persona_moves', 'SELECT,INSERT,UPDATE,DELETE'),
                       ('link_deferrals', 'SELECT,INSERT,DELETE'),
                       ('lookup_leases', 'SELECT,DELETE'), ('schema_migrations', 'SELECT'),
                       ('schema_views', 'SELECT')) AS t (name, privileges),
               unnest(string_to_array(t.privileges, ',')) AS p (privilege)
        UNION ALL
        SELECT 'USAGE', 'sequence ' || c.oid::regclass,
               -- CASE, because the planner may ask about tables first.
               CASE c.relkind WHEN 'S' THEN has_sequence_privilege(c.oid, 'USAGE') END
          FROM pg_catalog.pg_class c WHERE c.relnamespace = to_regnamespace('refinery') AND c.relkind = 'S'
        UNION ALL
        SELECT 'EXECUTE', 'function ' || f.oid::regprocedure, has_function_privilege(f.oid, 'EXECUTE')
          FROM pg_catalog.pg_proc f WHERE f.pronamespace IN (to_regnamespace('refinery'), to_regnamespace('refinery_internal'))
        UNION ALL
        SELECT 'TEMPORARY', 'database ' || current_database(), has_database_privilege(current_database(), 'TEMPORARY')) AS needed
 WHERE NOT needed.is_granted
 ORDER BY 1
