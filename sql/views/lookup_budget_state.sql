-- sql/views/lookup_budget_state.sql: one row an account: its limits, what this month used of them, and what holds it back now.
CREATE OR REPLACE VIEW refinery.lookup_budget_state AS
SELECT b.account,
       -- What is left of the money may be too little for one more request of the kind that was bought last.
       CASE WHEN s.state NOT IN ('ok', 'slowed', 'throttled') THEN s.state
            WHEN u.used_requests >= b.monthly_requests THEN 'quota'
            WHEN p.price_micros > 0 AND u.spent_micros + p.price_micros > b.money_cap_micros THEN 'money'
            ELSE s.state END AS state,
       b.rate_per_second, b.burst, b.monthly_requests, b.money_cap_micros, b.prices_micros, b.in_flight_limit,
       m.month, u.used_requests, greatest(0, b.monthly_requests - u.used_requests) AS requests_left,
       u.spent_micros, CASE WHEN b.money_cap_micros IS NOT NULL THEN greatest(0, b.money_cap_micros - u.spent_micros) END AS money_left_micros,
       coalesce(c.in_flight_ceiling, b.in_flight_limit) AS in_flight_ceiling,
       round(b.rate_per_second * refinery_internal.lookup_fraction_ppm(b, t.virtual) / 1000000, 3) AS rate_now,
       CASE WHEN b.paused_until_us > t.virtual THEN t.at + make_interval(secs => (b.paused_until_us - t.virtual) / 1e6) END AS paused_until,
       b.failures,
       CASE WHEN b.open_until_us > t.virtual THEN t.at + make_interval(secs => (b.open_until_us - t.virtual) / 1e6) END AS open_until,
       b.stopped_reason, b.stopped_at, b.throttled_at, b.epoch,
       round(u.spent_micros / 1000000.0, 6) AS spent_usd, round(b.money_cap_micros / 1000000.0, 6) AS money_cap_usd,
       round(greatest(0, b.money_cap_micros - u.spent_micros) / 1000000.0, 6) AS money_left_usd
  FROM refinery.lookup_budgets b
 CROSS JOIN LATERAL (SELECT r.real, refinery_internal.lookup_virtual_us(b, r.real) AS virtual, to_timestamp(r.real / 1e6) AS at
                       FROM (SELECT refinery_internal.lookup_clock_us() AS real) AS r) AS t
 CROSS JOIN LATERAL (SELECT refinery_internal.lookup_month(b, t.real) AS month) AS m
 CROSS JOIN LATERAL (SELECT CASE WHEN m.month > b.month THEN 0 ELSE b.used_requests END AS used_requests,
                            CASE WHEN m.month > b.month THEN 0 ELSE b.spent_micros END AS spent_micros) AS u
 CROSS JOIN LATERAL (SELECT (refinery_internal.lookup_ceiling(b, t.virtual)).in_flight_ceiling) AS c
 CROSS JOIN LATERAL (SELECT refinery_internal.lookup_state(b, t.virtual) AS state) AS s
 CROSS JOIN LATERAL (SELECT coalesce((SELECT l.price_micros FROM refinery.lookup_leases l WHERE l.account = b.account ORDER BY l.id DESC LIMIT 1),
                                     1) AS price_micros) AS p;
