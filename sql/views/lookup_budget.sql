-- sql/views/lookup_budget.sql: permits to look numbers up, for the whole fleet from one row an account (docs/lookups.md).
-- The rate is a virtual schedule: permit k of a lease is due at due_us + k × step. Always in this order: lock the row of the
-- account, read the clock, decide, then the row of the run. Functions that end in _v1 are what processes call, with the
-- rights of the owner, so that no process can write the tables; those that end in _at take the instant as a parameter
-- (null: the server's clock, read after the lock), so that a test can play hours in a moment.

-- The server's clock in microseconds.
CREATE OR REPLACE FUNCTION refinery_internal.lookup_clock_us() RETURNS bigint
LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint $$;

-- The virtual clock of a budget: follows the server's, never runs back.
CREATE OR REPLACE FUNCTION refinery_internal.lookup_virtual_us(budget refinery.lookup_budgets, real_us bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT budget.clock_us + greatest(0, real_us - budget.real_us) $$;

-- The month that pays, at an instant of the server's clock. A clock that was set back does not open a month again.
CREATE OR REPLACE FUNCTION refinery_internal.lookup_month(budget refinery.lookup_budgets, real_us bigint) RETURNS date
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT greatest(budget.month, date_trunc('month', to_timestamp(real_us / 1000000) AT TIME ZONE 'UTC')::date) $$;

-- The share of the rate that is granted now, in millionths: halved when the account asks to slow down, 2 % more every second.
CREATE OR REPLACE FUNCTION refinery_internal.lookup_fraction_ppm(budget refinery.lookup_budgets, virtual_us bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT least(1000000, budget.fraction_ppm + greatest(0, virtual_us - budget.fraction_at_us) / 50) $$;

-- Microseconds from one permit to the next.
CREATE OR REPLACE FUNCTION refinery_internal.lookup_step_us(budget refinery.lookup_budgets, virtual_us bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT ceil(1000000 / budget.rate_per_second * 1000000 / refinery_internal.lookup_fraction_ppm(budget, virtual_us))::bigint
$$;

-- The price of one request that asks for these packages; null when one of them has no price. In plpgsql, which keeps its plan.
CREATE OR REPLACE FUNCTION refinery_internal.lookup_price_micros(budget refinery.lookup_budgets, fields text[]) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    field text;
    price bigint := 0;
BEGIN
    FOREACH field IN ARRAY coalesce(fields, '{}') LOOP
        price := price + (budget.prices_micros ->> field)::bigint;
    END LOOP;
    RETURN price;
END
$$;

-- Makes the row of an account, with the default limits, where there is none.
CREATE OR REPLACE FUNCTION refinery_internal.ensure_lookup_budget(for_account text) RETURNS void
LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$ INSERT INTO refinery.lookup_budgets (account) VALUES (for_account) ON CONFLICT DO NOTHING $$;

-- A request that was answered before, though nobody heard it, gets the same answer. `lead_us`: no permit is of use earlier than so
-- long from now, because the answer is that long on its way; the schedule begins then, and the burst is not granted twice.
-- Decides twice: first without a lock, so that those who have to wait neither block anybody nor write anything; then, when
-- there is something to grant, with the row locked.
CREATE OR REPLACE FUNCTION refinery_internal.take_lookup_permits_at(
    for_account text, for_worker uuid, for_run uuid, wanted_fields text[], wanted_permits integer, living_workers integer,
    at_us bigint, for_request uuid DEFAULT NULL, lead_us bigint DEFAULT 0)
RETURNS TABLE (lease bigint, granted integer, offset_us bigint, step_us bigint, reason text, wait_us bigint, epoch bigint,
               price_micros bigint)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    budget refinery.lookup_budgets;
    is_locked boolean := false;
    is_probe boolean;
    earlier refinery.lookup_leases;
    lead CONSTANT bigint := least(greatest(lead_us, 0), 10000000);
    asked_us CONSTANT bigint := coalesce(at_us, refinery_internal.lookup_clock_us());
    real bigint;
    virtual bigint;
    step bigint;
    horizon bigint;
    first_due bigint;
    due bigint;
    least_lease bigint;
    most bigint;
    run_limit bigint;
    run_reserved bigint;
    current_month date;
BEGIN
    IF wanted_permits IS NULL OR wanted_permits < 1 THEN
        RAISE EXCEPTION 'A lease is of at least one permit, not %.', wanted_permits USING ERRCODE = 'invalid_parameter_value';
    END IF;
    lease := 0; granted := 0; offset_us := 0; step_us := 0; wait_us := 0; price_micros := 0;
    IF for_request IS NOT NULL THEN
        SELECT l.* INTO earlier FROM refinery.lookup_leases l WHERE l.request = for_request;
        IF FOUND THEN
            SELECT * INTO budget FROM refinery.lookup_budgets b WHERE b.account = for_account;
            lease := earlier.id; granted := earlier.granted; epoch := earlier.epoch; price_micros := earlier.price_micros;
            offset_us := earlier.due_us - refinery_internal.lookup_virtual_us(budget, coalesce(at_us, refinery_internal.lookup_clock_us()));
            step_us := earlier.step_us;
            reason := CASE WHEN budget.probe_until_us IS NOT NULL THEN 'probe' ELSE 'ok' END;
            RETURN NEXT;
            RETURN;
        END IF;
    END IF;
    LOOP
        IF is_locked THEN
            SELECT * INTO budget FROM refinery.lookup_budgets b WHERE b.account = for_account FOR NO KEY UPDATE;
        ELSE
            SELECT * INTO budget FROM refinery.lookup_budgets b WHERE b.account = for_account;
            IF NOT FOUND THEN
                PERFORM refinery_internal.ensure_lookup_budget(for_account);
                SELECT * INTO budget FROM refinery.lookup_budgets b WHERE b.account = for_account;
            END IF;
        END IF;
        real := coalesce(at_us, refinery_internal.lookup_clock_us());
        IF real < budget.real_us THEN
            -- The server's clock was set back: go on from here, or nothing would become due until it has caught up.
            IF NOT is_locked THEN
                is_locked := true;
                CONTINUE;
            END IF;
            UPDATE refinery.lookup_budgets b SET real_us = real WHERE b.account = for_account;
            budget.real_us := real;
        END IF;
        virtual := refinery_internal.lookup_virtual_us(budget, real);
        epoch := budget.epoch;
        price_micros := refinery_internal.lookup_price_micros(budget, wanted_fields);
        is_probe := budget.open_until_us IS NOT NULL;
        most := wanted_permits;

        IF price_micros IS NULL THEN
            reason := 'price'; wait_us := 5000000; price_micros := 0;
        ELSIF budget.stopped_at IS NOT NULL THEN
            reason := 'stopped'; wait_us := 5000000;
        ELSIF greatest(budget.open_until_us, budget.probe_until_us) > virtual THEN
            -- While a probe is out, nobody knows yet: ask again soon.
            reason := 'open';
            wait_us := least(greatest(budget.open_until_us, budget.probe_until_us) - virtual,
                             CASE WHEN budget.open_until_us > virtual THEN 5000000 ELSE 500000 END);
        ELSIF budget.paused_until_us > virtual THEN
            reason := 'paused'; wait_us := budget.paused_until_us - virtual;
        ELSE
            current_month := refinery_internal.lookup_month(budget, real);
            IF current_month > budget.month THEN
                budget.used_requests := 0;
                budget.spent_micros := 0;
            END IF;
            reason := NULL;
            IF for_run IS NOT NULL AND price_micros > 0 THEN
                IF is_locked THEN
                    SELECT s.limit_micros, s.reserved_micros INTO run_limit, run_reserved
                      FROM refinery.run_spending s WHERE s.run_id = for_run FOR NO KEY UPDATE;
                ELSE
                    SELECT s.limit_micros, s.reserved_micros INTO run_limit, run_reserved
                      FROM refinery.run_spending s WHERE s.run_id = for_run;
                END IF;
            END IF;
            IF is_probe THEN most := 1; END IF;
            IF budget.used_requests >= budget.monthly_requests THEN
                reason := 'quota'; wait_us := 60000000;
            ELSIF price_micros > 0 AND budget.spent_micros + price_micros > budget.money_cap_micros THEN
                reason := 'money'; wait_us := 5000000;
            ELSIF price_micros > 0 AND run_reserved + price_micros > run_limit THEN
                reason := 'import_money'; wait_us := 5000000;
            ELSE
                most := least(most, budget.monthly_requests - budget.used_requests);
                IF price_micros > 0 THEN
                    -- least() passes over the nulls of limits that are not set.
                    most := least(most, (budget.money_cap_micros - budget.spent_micros) / price_micros,
                                  (run_limit - run_reserved) / price_micros);
                END IF;
                step := refinery_internal.lookup_step_us(budget, virtual);
                -- Unused time is kept up to `burst` permits. With a small burst a little is handed out ahead of its time.
                first_due := greatest(budget.due_us, virtual + lead - (budget.burst - 1) * step);
                horizon := greatest(0, 100000 - budget.burst * step);
                -- Integer division rounds towards zero: never divide what is below it.
                due := CASE WHEN virtual + lead + horizon < first_due THEN 0
                            ELSE (virtual + lead + horizon - first_due) / step + 1 END;
                least_lease := least(most, greatest(1, least(25, budget.burst, 250000 / (step * greatest(1, living_workers)))));
                IF due < least_lease THEN
                    reason := 'rate';
                    wait_us := first_due + (least_lease - 1) * step - virtual - lead - horizon;
                    -- Those who wait together come back apart, within the time that the burst bridges.
                    IF living_workers > 1 THEN
                        wait_us := wait_us + (random() * least((living_workers - 1) * least_lease, budget.burst - least_lease)
                                              * step / 2)::bigint;
                    END IF;
                END IF;
            END IF;
        END IF;
        EXIT WHEN reason IS NOT NULL;
        IF is_locked THEN
            granted := least(most, due)::integer;
            EXIT;
        END IF;
        is_locked := true;
    END LOOP;

    IF reason IS NOT NULL THEN
        -- A wait that is over in a moment costs one more question, a wait of nothing would cost many.
        wait_us := greatest(wait_us, 1000);
        RETURN NEXT;
        RETURN;
    END IF;

    IF is_probe THEN
        -- A report that tells of the probe carries an epoch that nothing else has.
        budget.epoch := budget.epoch + 1;
        budget.probe_until_us := virtual + 60000000;
    END IF;
    UPDATE refinery.lookup_budgets b
       SET due_us = first_due + granted * step, clock_us = virtual, real_us = real, granted_us = virtual, month = current_month,
           used_requests = budget.used_requests + granted, spent_micros = budget.spent_micros + granted * price_micros,
           epoch = budget.epoch, probe_until_us = budget.probe_until_us,
           ceiling_at_us = refinery_internal.lookup_ceiling_since(budget, virtual)
     WHERE b.account = for_account;
    IF for_run IS NOT NULL THEN
        INSERT INTO refinery.run_spending AS s (run_id, reserved_micros, permits)
        VALUES (for_run, granted * price_micros, granted)
        ON CONFLICT (run_id) DO UPDATE
           SET reserved_micros = s.reserved_micros + excluded.reserved_micros, permits = s.permits + excluded.permits;
    END IF;
    INSERT INTO refinery.lookup_leases AS l (account, worker_id, run_id, month, epoch, granted, price_micros, request, due_us, step_us)
    VALUES (for_account, for_worker, for_run, current_month, budget.epoch, granted, price_micros, for_request, first_due, step)
    RETURNING l.id INTO lease;
    epoch := budget.epoch;
    offset_us := first_due - virtual;
    step_us := step;
    wait_us := greatest(0, real - asked_us);
    reason := CASE WHEN is_probe THEN 'probe' ELSE 'ok' END;
    RETURN NEXT;
END
$$;

-- Takes up to `wanted` permits for one worker; each is due offset_us + k × step_us after the answer, k from 0, and what is due
-- already may go at once. Always one row. granted = 0: nothing was written, ask again after wait_us; otherwise wait_us is how long
-- others were waited for before anything was granted, which makes no permit late.
CREATE OR REPLACE FUNCTION refinery.take_lookup_permits_v1(
    account text, worker uuid, import uuid, fields text[], wanted integer, workers integer, request uuid DEFAULT NULL,
    lead_us bigint DEFAULT 0)
RETURNS TABLE (lease bigint, granted integer, offset_us bigint, step_us bigint, reason text, wait_us bigint, epoch bigint,
               price_micros bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY SELECT * FROM refinery_internal.take_lookup_permits_at(account, worker, import, fields, wanted, workers, NULL, request, lead_us);
END
$$;

-- Gives money and quota of permits that were not used back, once a lease. Their time has passed: the rate gets nothing back.
CREATE OR REPLACE FUNCTION refinery.settle_lookup_permits_v1(lease bigint, unused integer) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    budget refinery.lookup_budgets;
    settled refinery.lookup_leases;
    back integer;
BEGIN
    -- The row of the account first, as everywhere: it also makes the second of two that settle a lease wait for the first.
    SELECT b.* INTO budget FROM refinery.lookup_budgets b
     WHERE b.account = (SELECT l.account FROM refinery.lookup_leases l WHERE l.id = settle_lookup_permits_v1.lease)
       FOR NO KEY UPDATE;
    SELECT l.* INTO settled FROM refinery.lookup_leases l
     WHERE l.id = settle_lookup_permits_v1.lease AND l.unused IS NULL;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    back := least(greatest(settle_lookup_permits_v1.unused, 0), settled.granted);
    IF back > 0 AND settled.run_id IS NOT NULL THEN
        UPDATE refinery.run_spending s
           SET reserved_micros = s.reserved_micros - back * settled.price_micros, permits = s.permits - back
         WHERE s.run_id = settled.run_id;
    END IF;
    -- What another month paid stays paid. A probe that was not sent is given to the next who asks.
    IF back > 0 AND settled.month = budget.month THEN
        UPDATE refinery.lookup_budgets b
           SET used_requests = b.used_requests - back, spent_micros = b.spent_micros - back * settled.price_micros,
               probe_until_us = CASE WHEN b.epoch <> settled.epoch THEN b.probe_until_us END
         WHERE b.account = settled.account;
    END IF;
    UPDATE refinery.lookup_leases l SET unused = back WHERE l.id = settled.id;
    RETURN true;
END
$$;

-- Gives back what requests of a lease cost less than their price: a provider that charges nothing for a question it cannot answer. The
-- requests count. Called where the answers are stored, in their transaction, so once.
CREATE OR REPLACE FUNCTION refinery.refund_lookup_permits_v1(lease bigint, micros bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    budget refinery.lookup_budgets;
    paid refinery.lookup_leases;
    back bigint;
BEGIN
    SELECT b.* INTO budget FROM refinery.lookup_budgets b
     WHERE b.account = (SELECT l.account FROM refinery.lookup_leases l WHERE l.id = refund_lookup_permits_v1.lease)
       FOR NO KEY UPDATE;
    SELECT l.* INTO paid FROM refinery.lookup_leases l WHERE l.id = refund_lookup_permits_v1.lease;
    back := least(micros, (paid.granted - coalesce(paid.unused, 0)) * paid.price_micros - paid.refunded_micros);
    IF back IS NULL OR back <= 0 THEN
        RETURN 0;
    END IF;
    UPDATE refinery.run_spending s SET reserved_micros = s.reserved_micros - back WHERE s.run_id = paid.run_id;
    UPDATE refinery.lookup_budgets b SET spent_micros = b.spent_micros - back WHERE b.account = paid.account AND b.month = paid.month;
    UPDATE refinery.lookup_leases l SET refunded_micros = l.refunded_micros + back WHERE l.id = paid.id;
    RETURN back;
END
$$;

-- Without this everybody may call a function, with the rights of its owner.
REVOKE ALL ON FUNCTION refinery.take_lookup_permits_v1(text, uuid, uuid, text[], integer, integer, uuid, bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION refinery.settle_lookup_permits_v1(bigint, integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION refinery.refund_lookup_permits_v1(bigint, bigint) FROM PUBLIC;
