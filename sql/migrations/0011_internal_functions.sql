-- sql/migrations/0011_internal_functions.sql
-- Why:   the schema refinery holds what people may use; functions that are parts of others, or of the program, live in a schema of their own.
-- Locks: ACCESS EXCLUSIVE on each moved function: an instant. Refused while processes live: the version before would miss what moves.
DO $$
DECLARE
    item record;
BEGIN
    -- Not CREATE SCHEMA IF NOT EXISTS: that needs the right to create schemas even where an administrator has made it.
    IF to_regnamespace('refinery_internal') IS NULL THEN
        CREATE SCHEMA refinery_internal;
    END IF;
    -- Moved, not made anew: views depend on some of them. Those of sql/views are applied again after this.
    FOR item IN
        SELECT p.oid::regprocedure AS signature
          FROM pg_catalog.pg_proc p
         WHERE p.pronamespace = to_regnamespace('refinery')
           AND p.proname NOT IN ('submit_import', 'pause_import', 'resume_import', 'cancel_import', 'retry_import', 'retry_job',
                                 'discard_job', 'set_priority', 'look_up_import', 'get_processing_stats', 'cleanup_old_audit_logs',
                                 -- What lookup workers of any version call.
                                 'take_lookup_permits_v1', 'settle_lookup_permits_v1', 'report_lookups_v1', 'lookup_share_v1',
                                 'set_lookup_budget_v1', 'resume_lookup_budget_v1', 'set_import_spending_limit_v1', 'grant_privileges')
    LOOP
        IF EXISTS (SELECT FROM refinery.workers WHERE lease_until > clock_timestamp()) THEN
            RAISE EXCEPTION 'Processes of the version before are still running.'
                USING ERRCODE = 'object_in_use', HINT = 'Stop the whole fleet, wait 15 seconds, and migrate again.';
        END IF;
        EXECUTE format('ALTER FUNCTION %s SET SCHEMA refinery_internal', item.signature);
    END LOOP;
END
$$;
