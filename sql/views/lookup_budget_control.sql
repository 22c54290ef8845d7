-- sql/views/lookup_budget_control.sql: what an operator does to a budget, from psql as well as from the command line.

-- Sets limits of an account; null leaves a limit as it is. Prices are added to those that are there; a price of null takes one
-- away. `uncapped` takes the money cap away.
CREATE OR REPLACE FUNCTION refinery.set_lookup_budget_v1(
    account text, rate_per_second numeric DEFAULT NULL, burst integer DEFAULT NULL, monthly_requests bigint DEFAULT NULL,
    money_cap_micros bigint DEFAULT NULL, uncapped boolean DEFAULT false, prices_micros jsonb DEFAULT NULL,
    in_flight_limit integer DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    budget refinery.lookup_budgets;
    wrong text := CASE
        WHEN coalesce(account, '') = '' THEN 'An account has a name.'
        WHEN rate_per_second NOT BETWEEN 0.001 AND 1000000 THEN 'The rate is 0.001 to 1,000,000 requests a second.'
        WHEN burst NOT BETWEEN 1 AND 1000000 THEN 'The burst is 1 to 1,000,000 requests.'
        WHEN monthly_requests < 0 THEN 'The requests of a month are 0 or more.'
        WHEN money_cap_micros < 0 THEN 'The money cap is 0 or more.'
        WHEN in_flight_limit NOT BETWEEN 1 AND 1000000 THEN 'The requests in flight are 1 to 1,000,000.'
        WHEN jsonb_typeof(prices_micros) <> 'object' THEN 'Prices are an object of packages and millionths of a dollar.'
        END;
BEGIN
    IF wrong IS NULL AND EXISTS (
        SELECT FROM jsonb_each(prices_micros) AS p
         WHERE p.value <> 'null' AND (jsonb_typeof(p.value) <> 'number' OR p.value::text !~ '^[0-9]{1,12}$')) THEN
        wrong := 'A price is a whole number of millionths of a dollar, 0 or more.';
    END IF;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION '%', wrong USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM refinery_internal.ensure_lookup_budget(account);
    SELECT b.* INTO budget FROM refinery.lookup_budgets b
     WHERE b.account = set_lookup_budget_v1.account FOR NO KEY UPDATE;
    budget.rate_per_second := coalesce(set_lookup_budget_v1.rate_per_second, budget.rate_per_second);
    UPDATE refinery.lookup_budgets b
       SET rate_per_second = budget.rate_per_second,
           burst = coalesce(set_lookup_budget_v1.burst, b.burst),
           monthly_requests = coalesce(set_lookup_budget_v1.monthly_requests, b.monthly_requests),
           money_cap_micros = CASE WHEN NOT uncapped THEN coalesce(set_lookup_budget_v1.money_cap_micros, b.money_cap_micros) END,
           prices_micros = jsonb_strip_nulls(b.prices_micros || coalesce(set_lookup_budget_v1.prices_micros, '{}')),
           in_flight_limit = coalesce(set_lookup_budget_v1.in_flight_limit, b.in_flight_limit),
           -- A faster rate does not wait for the next permit of the slower one.
           due_us = least(b.due_us, greatest(v.virtual, b.paused_until_us)
                                    + greatest(100000, refinery_internal.lookup_step_us(budget, v.virtual)))
      FROM (SELECT refinery_internal.lookup_virtual_us(budget, refinery_internal.lookup_clock_us()) AS virtual) AS v
     WHERE b.account = set_lookup_budget_v1.account;
    RETURN set_lookup_budget_v1.account;
END
$$;

-- Goes on after a stop, and forgets what throttling and failures taught. Returns what held the account back.
CREATE OR REPLACE FUNCTION refinery.resume_lookup_budget_v1(account text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    budget refinery.lookup_budgets;
BEGIN
    SELECT b.* INTO budget FROM refinery.lookup_budgets b
     WHERE b.account = resume_lookup_budget_v1.account FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no budget of account %.', account
            USING ERRCODE = 'no_data_found', HINT = 'Look at the list of budgets.';
    END IF;
    UPDATE refinery.lookup_budgets b
       SET stopped_at = NULL, stopped_reason = NULL, failures = 0, open_until_us = NULL, probe_until_us = NULL,
           paused_until_us = 0, fraction_ppm = 1000000, in_flight_ceiling = NULL, known_good = 0, known_bad = NULL,
           settled_for_us = 30000000, drop_percent = 0, epoch = b.epoch + 1,
           due_us = least(b.due_us, refinery_internal.lookup_virtual_us(budget, refinery_internal.lookup_clock_us()))
     WHERE b.account = resume_lookup_budget_v1.account;
    RETURN refinery_internal.lookup_state(budget, refinery_internal.lookup_virtual_us(budget, refinery_internal.lookup_clock_us()));
END
$$;

-- The most that the paid requests of a run may reserve; null takes the limit away. What they reserved already counts.
CREATE OR REPLACE FUNCTION refinery.set_run_spending_limit_v1(run uuid, limit_micros bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF limit_micros < 0 THEN
        RAISE EXCEPTION 'The most that a run may cost is 0 or more.' USING ERRCODE = 'invalid_parameter_value';
    ELSIF NOT EXISTS (SELECT FROM refinery.runs r WHERE r.id = run) THEN
        RAISE EXCEPTION 'There is no run %.', run USING ERRCODE = 'no_data_found';
    END IF;
    INSERT INTO refinery.run_spending AS s (run_id, limit_micros)
    VALUES (run, set_run_spending_limit_v1.limit_micros)
    ON CONFLICT (run_id) DO UPDATE SET limit_micros = excluded.limit_micros;
    RETURN set_run_spending_limit_v1.limit_micros;
END
$$;

-- The same of an import alone.
CREATE OR REPLACE FUNCTION refinery.set_import_spending_limit_v1(import uuid, limit_micros bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM refinery.imports i WHERE i.id = import) THEN
        RAISE EXCEPTION 'There is no import %.', import USING ERRCODE = 'no_data_found';
    END IF;
    RETURN refinery.set_run_spending_limit_v1(import, limit_micros);
END
$$;

REVOKE ALL ON FUNCTION refinery.set_lookup_budget_v1(text, numeric, integer, bigint, bigint, boolean, jsonb, integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION refinery.resume_lookup_budget_v1(text) FROM PUBLIC;
REVOKE ALL ON FUNCTION refinery.set_run_spending_limit_v1(uuid, bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION refinery.set_import_spending_limit_v1(uuid, bigint) FROM PUBLIC;
