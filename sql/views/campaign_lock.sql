-- sql/views/campaign_lock.sql: what chooses contacts and what forbids them wait for each other: so no block is made of what was true a moment ago.
CREATE OR REPLACE FUNCTION refinery_internal.lock_campaigns() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- What waited for the lock has to see what the other one did.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'Blocks and suppressions change at READ COMMITTED, not at %.', upper(current_setting('transaction_isolation'))
            USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Begin the transaction with BEGIN ISOLATION LEVEL READ COMMITTED.';
    END IF;
    PERFORM pg_advisory_xact_lock(x'7266636d'::integer, 1);
END
$$;
