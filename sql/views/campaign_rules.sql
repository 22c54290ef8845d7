-- sql/views/campaign_rules.sql: standing segmentations that make blocks after each import (docs/campaigns.md). The end of a run that links notes them, in its own
-- transaction; whoever claims one makes its blocks. A claim counts up, and blocks are made under the newest one alone, so they are made once.

CREATE OR REPLACE FUNCTION refinery_internal.note_campaign_rules() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO refinery.campaign_rule_runs (run_id, rule, version)
    SELECT NEW.id, r.name, r.version
      FROM (SELECT DISTINCT ON (c.name) c.name, c.version, c.after_import FROM refinery.campaign_rules c ORDER BY c.name, c.version DESC) AS r
     WHERE r.after_import
    ON CONFLICT (run_id, rule) DO NOTHING;
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER campaign_rules AFTER UPDATE OF status ON refinery.runs
    FOR EACH ROW WHEN (NEW.kind = 'link' AND NEW.status = 'completed' AND OLD.status <> 'completed')
    EXECUTE FUNCTION refinery_internal.note_campaign_rules();

-- Claims the segmentation that has waited longest and that nobody makes blocks of; gives no row where none is. What nobody brought to an end five times has failed.
CREATE OR REPLACE FUNCTION refinery_internal.claim_campaign_rule() RETURNS TABLE (run_id uuid, rule text, attempt integer)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    claimed refinery.campaign_rule_runs;
BEGIN
    LOOP
        SELECT * INTO claimed FROM refinery.campaign_rule_runs r WHERE r.status = 'pending' ORDER BY r.created_at, r.rule LIMIT 1 FOR UPDATE SKIP LOCKED;
        EXIT WHEN NOT FOUND;
        IF claimed.attempt < 5 THEN
            UPDATE refinery.campaign_rule_runs r SET attempt = claimed.attempt + 1 WHERE r.run_id = claimed.run_id AND r.rule = claimed.rule;
            RETURN QUERY SELECT claimed.run_id, claimed.rule, claimed.attempt + 1;
            EXIT;
        END IF;
        PERFORM refinery_internal.end_campaign_rule(claimed, NULL, 'It was begun five times, and never ended.');
    END LOOP;
END
$$;

-- Makes the blocks of a claimed segmentation. Returns whether the claim still counted.
CREATE OR REPLACE FUNCTION refinery_internal.apply_campaign_rule(of_run uuid, of_rule text, of_attempt integer) RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    claimed refinery.campaign_rule_runs;
    answer jsonb;
BEGIN
    SELECT * INTO claimed FROM refinery.campaign_rule_runs r
     WHERE r.run_id = of_run AND r.rule = of_rule AND r.status = 'pending' AND r.attempt = of_attempt FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    BEGIN
        SELECT refinery_internal.make_campaign_blocks(c.criteria, c.name, c.version) INTO STRICT answer
          FROM refinery.campaign_rules c WHERE c.name = claimed.rule AND c.version = claimed.version;
    EXCEPTION
        -- Another time it may go well.
        WHEN transaction_rollback OR lock_not_available OR insufficient_resources OR operator_intervention THEN RAISE;
        WHEN OTHERS THEN
            PERFORM refinery_internal.end_campaign_rule(claimed, NULL, SQLERRM);
            RETURN true;
    END;
    PERFORM refinery_internal.end_campaign_rule(claimed, answer, NULL);
    RETURN true;
END
$$;

-- Notes how it ended, in the table and as an event of the run that linked.
CREATE OR REPLACE FUNCTION refinery_internal.end_campaign_rule(claimed refinery.campaign_rule_runs, answer jsonb, why text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    ended refinery.campaign_rule_runs;
BEGIN
    UPDATE refinery.campaign_rule_runs r
       SET status = CASE WHEN why IS NULL THEN 'done' ELSE 'failed' END, blocks = jsonb_array_length(answer -> 'blocks'), contacts = (answer ->> 'contacts')::bigint,
           error = why, ended_at = clock_timestamp()
     WHERE r.run_id = claimed.run_id AND r.rule = claimed.rule
    RETURNING * INTO ended;
    PERFORM refinery_internal.record_event(ended.run_id, CASE WHEN why IS NULL THEN 'campaign_rule_applied' ELSE 'campaign_rule_failed' END,
        jsonb_strip_nulls(jsonb_build_object('rule', ended.rule, 'rule_version', ended.version, 'blocks', ended.blocks, 'contacts', ended.contacts, 'error', why)));
END
$$;
