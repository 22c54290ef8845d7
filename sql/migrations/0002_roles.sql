-- sql/migrations/0002_roles.sql
-- Why:   a fleet that is broken into should not own the schema, and a dashboard needs no personal data. Three roles
--        without a login: refinery_owner migrates, refinery_worker runs the fleet, refinery_reader sees the views.
--        Their rights are given by refinery.grant_privileges(), after every migration (docs/roles.md).
-- Locks: none on the tables of the fleet; safe while it runs.
-- Roles belong to the whole server, so they may be there already. Who may not create roles goes on without them.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['refinery_owner', 'refinery_worker', 'refinery_reader'] LOOP
        CONTINUE WHEN EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = wanted);
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN
                NULL;  -- another database of this server was migrated at the same time
            WHEN insufficient_privilege THEN
                RAISE NOTICE 'The role % was not created, because % may not create roles.', wanted, current_user
                    USING HINT = format('Optional. As an administrator: CREATE ROLE %I NOLOGIN; then: SELECT refinery.grant_privileges();',
                                        wanted);
        END;
    END LOOP;
END
$$;
