-- sql/migrations/0024_deploy.sql
-- Why:   whoever takes a machine out of service drains its processes: they finish what they hold and end. A scaler asks how much work
--        waits, and needs to see nothing else: the role refinery_scaler may read the view queue_depth only (docs/deploy.md).
-- Locks: ACCESS EXCLUSIVE on workers for a moment; nothing is rewritten.
ALTER TABLE refinery.workers ADD COLUMN draining_at timestamptz;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = 'refinery_scaler') THEN
        CREATE ROLE refinery_scaler NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN
        NULL;  -- another database of this server was migrated at the same time
    WHEN insufficient_privilege THEN
        RAISE NOTICE 'The role refinery_scaler was not created, because % may not create roles.', current_user
            USING HINT = 'Optional. As an administrator: CREATE ROLE refinery_scaler NOLOGIN; then: SELECT refinery.grant_privileges();';
END
$$;
