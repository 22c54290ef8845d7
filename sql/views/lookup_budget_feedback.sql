-- sql/views/lookup_budget_feedback.sql: what the account's answers do to its budget: how many requests may be in flight, a slower
-- rate, the circuit breaker, the stop (docs/lookups.md).
--
-- The account refuses what is in flight beyond a number. A refusal that says how many were in flight (Twilio's header
-- Twilio-Concurrent-Requests, which may come) tells that number: the ceiling is a fortieth below it. Otherwise it is searched between the
-- largest number that ran without a refusal (known_good) and the smallest that was refused (known_bad), by halving the distance,
-- until they are within 5 %. A larger one is tried after 30 s, and after each try that was refused, twice as long, at most 10
-- minutes. What is refused now and then, under 1 in 100, is reported as a pause and changes no ceiling: an account that is used
-- to its limit does that, when a request arrives before the end of another one is noted.
-- Rising takes time and nothing else: the ceiling is computed from the row and the clock, nobody has to write it.

-- The instant from which the present ceiling has run, when idle time is not counted: more than 5 s without a permit prove
-- nothing.
CREATE OR REPLACE FUNCTION refinery_internal.lookup_ceiling_since(budget refinery.lookup_budgets, virtual_us bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT budget.ceiling_at_us + greatest(0, virtual_us - greatest(budget.granted_us + 5000000, budget.ceiling_at_us))
$$;

-- The budget as time has moved its ceiling.
CREATE OR REPLACE FUNCTION refinery_internal.lookup_ceiling(budget refinery.lookup_budgets, virtual_us bigint) RETURNS refinery.lookup_budgets
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- Every process has seen a ceiling for at least a second when it has stood for two.
    trial_us CONSTANT bigint := 2000000;
    is_settled boolean;
    hold bigint;
BEGIN
    IF budget.in_flight_ceiling IS NULL THEN
        RETURN budget;
    END IF;
    budget.ceiling_at_us := refinery_internal.lookup_ceiling_since(budget, virtual_us);
    LOOP
        budget.in_flight_ceiling := least(budget.in_flight_ceiling, budget.in_flight_limit);
        is_settled := coalesce(budget.known_bad - budget.in_flight_ceiling <= greatest(1, budget.in_flight_ceiling / 20), false);
        hold := CASE WHEN is_settled THEN budget.settled_for_us ELSE trial_us END;
        EXIT WHEN virtual_us - budget.ceiling_at_us < hold;
        budget.ceiling_at_us := budget.ceiling_at_us + hold;
        budget.known_good := budget.in_flight_ceiling;
        budget.drop_percent := 0;
        IF is_settled THEN
            -- Long enough: see whether the account allows more by now.
            budget.known_bad := NULL;
            budget.in_flight_ceiling := budget.in_flight_ceiling + greatest(1, budget.in_flight_ceiling / 20);
        ELSIF budget.known_bad IS NOT NULL THEN
            budget.in_flight_ceiling := (budget.known_good + budget.known_bad) / 2;
        ELSIF budget.in_flight_ceiling < budget.in_flight_limit THEN
            budget.in_flight_ceiling := budget.in_flight_ceiling + greatest(1, budget.in_flight_ceiling / 10);
        ELSE
            -- The limit ran well: as if nothing had been refused ever.
            budget.in_flight_ceiling := NULL;
            budget.known_good := 0;
            budget.settled_for_us := 30000000;
            EXIT;
        END IF;
    END LOOP;
    RETURN budget;
END
$$;

-- The budget after a request was refused while `in_flight` requests of one of `living` processes were under way (null: as many
-- as it may have), and `concurrent` of the whole account (null: it did not say; whether the refused one is counted is not documented,
-- so it is taken to be). The new ceiling runs from the end of the pause.
CREATE OR REPLACE FUNCTION refinery_internal.lower_lookup_ceiling(
    budget refinery.lookup_budgets, virtual_us bigint, pause_us bigint, living integer, in_flight integer, concurrent integer)
RETURNS refinery.lookup_budgets
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- What was under way when the ceiling was lowered still counts for the account, and every process learns of a new ceiling
    -- within a second: a refusal before that says nothing about it.
    drain_us CONSTANT bigint := 1000000;
    since_lowered bigint := virtual_us - budget.lowered_us;
    ceiling integer;
    refused integer;
    was_trying_more boolean;
    -- How long it settles after a try at more that was refused.
    longer_us bigint;
BEGIN
    budget := refinery_internal.lookup_ceiling(budget, virtual_us);
    ceiling := coalesce(budget.in_flight_ceiling, budget.in_flight_limit);
    IF since_lowered < drain_us OR (since_lowered < 2 * drain_us AND in_flight > (ceiling + living - 1) / living) THEN
        budget.in_flight_ceiling := ceiling;
        budget.paused_until_us := virtual_us + greatest(pause_us, drain_us - since_lowered);
        budget.ceiling_at_us := budget.paused_until_us;
        RETURN budget;
    END IF;
    budget.lowered_us := virtual_us;
    budget.paused_until_us := virtual_us + pause_us;
    -- One process knows how many there were; of several, some may have fewer in flight than others.
    refused := greatest(1, least(ceiling, CASE living WHEN 1 THEN in_flight END));
    was_trying_more := budget.known_bad IS NULL AND budget.known_good > 0;
    longer_us := CASE WHEN was_trying_more THEN least(600000000, 2 * budget.settled_for_us) ELSE budget.settled_for_us END;
    -- More than the ceiling: others use the account too, and nobody knows how many of them are refused.
    IF concurrent <= ceiling THEN
        budget.settled_for_us := longer_us;
        budget.known_good := greatest(1, concurrent - 1 - greatest(1, concurrent / 40));
        budget.in_flight_ceiling := budget.known_good;
        budget.drop_percent := 0;
        refused := budget.known_good + 1;
    ELSIF budget.known_good < refused THEN
        IF refused - budget.known_good <= greatest(1, budget.known_good / 20) THEN
            budget.in_flight_ceiling := greatest(1, budget.known_good);
            budget.settled_for_us := longer_us;
        ELSE
            budget.in_flight_ceiling := greatest(1, (budget.known_good + refused) / 2);
        END IF;
        budget.drop_percent := 0;
    ELSIF was_trying_more AND refused < budget.known_good - budget.known_good / 4 THEN
        -- What seemed to run well was not put to the test, there was too little to do.
        budget.known_good := 0;
        budget.in_flight_ceiling := greatest(1, refused / 2);
    ELSE
        -- Refused where it ran well: a little down, and further with each refusal that follows at once.
        budget.settled_for_us := longer_us;
        budget.drop_percent := CASE WHEN virtual_us - budget.ceiling_at_us < 2 * drain_us
                                    THEN least(50, greatest(5, 2 * budget.drop_percent)) ELSE 5 END;
        budget.known_good := greatest(1, refused - greatest(1, refused * budget.drop_percent / 100));
        budget.in_flight_ceiling := budget.known_good;
    END IF;
    budget.known_bad := greatest(2, refused);
    budget.ceiling_at_us := budget.paused_until_us;
    RETURN budget;
END
$$;

CREATE OR REPLACE FUNCTION refinery_internal.report_lookups_at(
    for_account text, lease_epoch bigint, outcome text, retry_after_us bigint, in_flight integer, concurrent integer, message text,
    at_us bigint)
RETURNS text
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    budget refinery.lookup_budgets;
    real bigint;
    virtual bigint;
    pause bigint;
    living integer;
    is_probed boolean;
    result text;
BEGIN
    IF outcome IS NULL OR outcome NOT IN ('ok', 'pause', 'throttled', 'slow_down', 'failed', 'stop') THEN
        RAISE EXCEPTION 'An outcome is ok, pause, throttled, slow_down, failed or stop, not "%".', outcome
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    -- Most reports change nothing: without a lock.
    SELECT * INTO budget FROM refinery.lookup_budgets b WHERE b.account = for_account;
    IF NOT FOUND OR budget.epoch <> lease_epoch THEN
        RETURN 'late';
    ELSIF outcome = 'ok' AND budget.failures = 0 AND budget.open_until_us IS NULL THEN
        RETURN 'ok';
    END IF;
    SELECT * INTO budget FROM refinery.lookup_budgets b WHERE b.account = for_account FOR NO KEY UPDATE;
    IF budget.epoch <> lease_epoch THEN
        RETURN 'late';
    END IF;
    real := coalesce(at_us, refinery_internal.lookup_clock_us());
    virtual := refinery_internal.lookup_virtual_us(budget, real);
    is_probed := budget.probe_until_us IS NOT NULL;
    IF budget.open_until_us IS NOT NULL AND NOT is_probed AND outcome <> 'stop' THEN
        -- Open, and no probe is out that this could tell of.
        RETURN 'late';
    END IF;

    IF outcome = 'stop' THEN
        budget.stopped_at := clock_timestamp();
        budget.stopped_reason := coalesce(nullif(left(message, 500), ''), 'The account refused the request.');
        budget.epoch := budget.epoch + 1;
        result := 'stopped';
    ELSIF outcome = 'failed' THEN
        budget.failures := budget.failures + 1;
        IF is_probed OR budget.failures >= 5 THEN
            budget.open_until_us := virtual + 60000000;
            budget.probe_until_us := NULL;
            budget.epoch := budget.epoch + 1;
            result := 'opened';
        ELSE
            result := 'failed';
        END IF;
    ELSE
        -- An answer, be it a refusal: the account is there.
        budget.failures := 0;
        budget.open_until_us := NULL;
        budget.probe_until_us := NULL;
        result := CASE WHEN is_probed THEN 'closed' ELSE 'ok' END;
    END IF;

    IF outcome IN ('pause', 'throttled', 'slow_down') THEN
        -- A request too many is refused at once and costs nothing; a rate that is too high needs a rest.
        pause := least(900000000, greatest(0, coalesce(retry_after_us, CASE outcome WHEN 'slow_down' THEN 1000000 ELSE 250000 END)));
        IF outcome = 'slow_down' OR outcome = 'throttled' AND least(budget.in_flight_ceiling, budget.in_flight_limit) <= 2 THEN
            budget.fraction_ppm := greatest(10000, refinery_internal.lookup_fraction_ppm(budget, virtual) / 2);
            budget.fraction_at_us := virtual + pause;
        END IF;
        IF outcome = 'throttled' THEN
            SELECT greatest(1, count(*)) INTO living
              FROM refinery.workers w WHERE w.role IN ('lookup-worker', 'enrich-worker') AND for_account = ANY (string_to_array(w.account, ' ')) AND w.lease_until >= clock_timestamp();
            budget := refinery_internal.lower_lookup_ceiling(budget, virtual, pause, living, in_flight, concurrent);
        ELSE
            budget.paused_until_us := greatest(budget.paused_until_us, virtual + pause);
        END IF;
        -- What was not used is not made up for, nor does it grow back in the pause.
        budget.due_us := greatest(budget.due_us, budget.paused_until_us);
        IF outcome = 'pause' THEN
            -- No change of course: what else comes of requests of this epoch is still news.
            result := 'paused';
        ELSE
            budget.throttled_at := clock_timestamp();
            budget.epoch := budget.epoch + 1;
            result := 'slowed';
        END IF;
    END IF;

    UPDATE refinery.lookup_budgets b
       SET clock_us = virtual, real_us = real, epoch = budget.epoch, due_us = budget.due_us,
           paused_until_us = budget.paused_until_us, fraction_ppm = budget.fraction_ppm, fraction_at_us = budget.fraction_at_us,
           in_flight_ceiling = budget.in_flight_ceiling, ceiling_at_us = budget.ceiling_at_us, known_good = budget.known_good,
           known_bad = budget.known_bad, lowered_us = budget.lowered_us, settled_for_us = budget.settled_for_us, drop_percent = budget.drop_percent,
           throttled_at = budget.throttled_at, failures = budget.failures, open_until_us = budget.open_until_us,
           probe_until_us = budget.probe_until_us, stopped_at = budget.stopped_at, stopped_reason = budget.stopped_reason
     WHERE b.account = for_account;
    RETURN result;
END
$$;

-- What came of a request whose permit had this epoch: ok; pause (refused, as few are); throttled (too many in flight: in_flight of
-- the process, concurrent of the account as it says); slow_down (too fast, whatever is in flight); failed (a 5xx, a timeout, a
-- broken connection); stop (refused credentials or configuration, with a message for the operator). Returns what it did: ok,
-- failed, paused, slowed, opened, closed, stopped; late when the epoch is over.
CREATE OR REPLACE FUNCTION refinery.report_lookups_v1(
    account text, epoch bigint, outcome text, retry_after_us bigint DEFAULT NULL, in_flight integer DEFAULT NULL,
    concurrent integer DEFAULT NULL, message text DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN refinery_internal.report_lookups_at(account, epoch, outcome, retry_after_us, in_flight, concurrent, message, NULL);
END
$$;

-- What holds the account back now, in a word: stopped, open, probing, paused, throttled (fewer in flight than the limit), slowed
-- (a smaller rate than the limit), ok.
CREATE OR REPLACE FUNCTION refinery_internal.lookup_state(budget refinery.lookup_budgets, virtual_us bigint) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE WHEN budget.stopped_at IS NOT NULL THEN 'stopped'
                WHEN budget.open_until_us > virtual_us THEN 'open'
                WHEN budget.open_until_us IS NOT NULL THEN 'probing'
                WHEN budget.paused_until_us > virtual_us THEN 'paused'
                WHEN refinery_internal.lookup_fraction_ppm(budget, virtual_us) < 1000000 THEN 'slowed'
                WHEN (refinery_internal.lookup_ceiling(budget, virtual_us)).in_flight_ceiling < budget.in_flight_limit THEN 'throttled'
                ELSE 'ok' END
$$;

CREATE OR REPLACE FUNCTION refinery_internal.lookup_share_at(for_account text, for_worker uuid, at_us bigint)
RETURNS TABLE (in_flight integer, workers integer, fraction double precision, reason text)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    budget refinery.lookup_budgets;
    virtual bigint;
    ceiling integer;
    place integer;
BEGIN
    SELECT * INTO budget FROM refinery.lookup_budgets b WHERE b.account = for_account;
    IF NOT FOUND THEN
        PERFORM refinery_internal.ensure_lookup_budget(for_account);
        SELECT * INTO budget FROM refinery.lookup_budgets b WHERE b.account = for_account;
    END IF;
    virtual := refinery_internal.lookup_virtual_us(budget, coalesce(at_us, refinery_internal.lookup_clock_us()));
    ceiling := coalesce((refinery_internal.lookup_ceiling(budget, virtual)).in_flight_ceiling, budget.in_flight_limit);
    SELECT count(*), max(l.place) FILTER (WHERE l.id = for_worker) INTO workers, place
      FROM (SELECT w.id, row_number() OVER (ORDER BY w.number) AS place
              FROM refinery.workers w WHERE w.role IN ('lookup-worker', 'enrich-worker') AND for_account = ANY (string_to_array(w.account, ' ')) AND w.lease_until >= clock_timestamp()) AS l;
    -- A process that is not known, or was taken for dead, has no share: the others have it all.
    in_flight := CASE WHEN place IS NULL THEN 0
                      ELSE ceiling / workers + CASE WHEN place <= ceiling % workers THEN 1 ELSE 0 END END;
    fraction := refinery_internal.lookup_fraction_ppm(budget, virtual) / 1000000.0;
    reason := CASE WHEN place IS NULL THEN 'unregistered' ELSE refinery_internal.lookup_state(budget, virtual) END;
    RETURN NEXT;
END
$$;

-- How many requests this worker may have in flight: its share of the present ceiling among the living lookup workers of
-- the account. The shares of all are the ceiling; with more workers than that, some have none.
CREATE OR REPLACE FUNCTION refinery.lookup_share_v1(account text, worker uuid)
RETURNS TABLE (in_flight integer, workers integer, fraction double precision, reason text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY SELECT * FROM refinery_internal.lookup_share_at(account, worker, NULL);
END
$$;

REVOKE ALL ON FUNCTION refinery.report_lookups_v1(text, bigint, text, bigint, integer, integer, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION refinery.lookup_share_v1(text, uuid) FROM PUBLIC;
