-- sql/views/cleanup_old_audit_logs.sql: deletes events older than so many days, except those of runs under way, and, where the caller owns
-- it, the beginning of the audit log, whose chain goes on behind it. Returns how many events. They are history: nothing is computed from them.
CREATE OR REPLACE FUNCTION refinery.cleanup_old_audit_logs(days integer)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    deleted bigint;
BEGIN
    IF days IS NULL OR days < 0 THEN
        RAISE EXCEPTION 'days must be 0 or more, not %', days USING ERRCODE = 'invalid_parameter_value';
    END IF;
    DELETE FROM refinery.events e
     WHERE e.at < clock_timestamp() - make_interval(days => days)
       AND NOT EXISTS (SELECT FROM refinery.runs r
                        WHERE r.id = e.run_id AND r.status IN ('running', 'paused'));
    GET DIAGNOSTICS deleted = ROW_COUNT;
    IF has_table_privilege('refinery.audit_log', 'DELETE') THEN
        PERFORM refinery_internal.delete_audit_entries(clock_timestamp() - make_interval(days => days));
    END IF;
    RETURN deleted;
END
$$;
