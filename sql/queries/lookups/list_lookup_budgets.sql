-- sql/queries/lookups/list_lookup_budgets.sql: limits, use and state of the budget of account $1, null for all; instants in seconds
-- since 1970 (see sql/views/lookup_budget_state.sql).
SELECT b.account, b.state, b.rate_per_second::float8, b.burst, b.monthly_requests, b.money_cap_micros, b.prices_micros,
       b.in_flight_limit, to_char(b.month, 'YYYY-MM'), b.used_requests, b.spent_micros, b.in_flight_ceiling, b.rate_now::float8,
       extract(epoch FROM b.paused_until)::float8, b.failures, extract(epoch FROM b.open_until)::float8, b.stopped_reason,
       extract(epoch FROM b.stopped_at)::float8, extract(epoch FROM b.throttled_at)::float8, b.epoch,
       extract(epoch FROM clock_timestamp())::float8
  FROM refinery.lookup_budget_state b
 WHERE $1::text IS NULL OR b.account = $1::text
 ORDER BY b.account
