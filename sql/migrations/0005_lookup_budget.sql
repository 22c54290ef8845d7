-- sql/migrations/0005_lookup_budget.sql
-- Why:   lookups cost money and the provider limits their rate, so the whole fleet draws permits from one budget an account.
--        The database is all that the processes share; its clock alone decides (docs/lookups.md).
-- Locks: ACCESS EXCLUSIVE on workers for an instant, for a column; else new tables only; safe while the fleet runs.

-- Of a lookup worker: whose budget it shares with the others of that account.
ALTER TABLE refinery.workers ADD COLUMN account text;

-- One row an account: the limits, and the state that every permit passes through. Instants (_us) are microseconds of a
-- virtual clock that follows the server's and never runs back.
CREATE TABLE refinery.lookup_budgets (
    account            text        NOT NULL,
    -- Limits.
    rate_per_second    numeric     NOT NULL DEFAULT 10,
    burst              integer     NOT NULL DEFAULT 10,
    monthly_requests   bigint      NOT NULL DEFAULT 1000000,
    -- Per calendar month, UTC; null means no cap.
    money_cap_micros   bigint,
    -- Price of one request by package, in millionths of a dollar. A package that is not here cannot be asked for.
    prices_micros      jsonb       NOT NULL DEFAULT jsonb_build_object(
                           'validation', 0, 'line_type_intelligence', 8000, 'caller_name', 10000, 'carrier', 5000),
    in_flight_limit    integer     NOT NULL DEFAULT 100,
    -- The virtual clock at the last write, and the server's clock then.
    clock_us           bigint      NOT NULL DEFAULT 0,
    real_us            bigint      NOT NULL DEFAULT 0,
    -- When the next permit is due (the theoretical arrival time of the generic cell rate algorithm).
    due_us             bigint      NOT NULL DEFAULT 0,
    granted_us         bigint      NOT NULL DEFAULT 0,
    -- What the present month used.
    month              date        NOT NULL DEFAULT '-infinity',
    used_requests      bigint      NOT NULL DEFAULT 0,
    spent_micros       bigint      NOT NULL DEFAULT 0,
    -- Grows with everything that changes the course; a report that carries an older one changes nothing.
    epoch              bigint      NOT NULL DEFAULT 1,
    -- Nothing is granted before.
    paused_until_us    bigint      NOT NULL DEFAULT 0,
    -- The share of the rate that was left when it was halved last, in millionths, and when that was. It grows back by itself.
    fraction_ppm       integer     NOT NULL DEFAULT 1000000,
    fraction_at_us     bigint      NOT NULL DEFAULT 0,
    -- The ceiling of requests in flight that is tried; null means the limit. Since when, the largest that ran well, the
    -- smallest that was refused, when it was lowered, how long a settled ceiling stays before a larger one is tried, the last
    -- step down from what had run well.
    in_flight_ceiling  integer,
    ceiling_at_us      bigint      NOT NULL DEFAULT 0,
    known_good         integer     NOT NULL DEFAULT 0,
    known_bad          integer,
    lowered_us         bigint      NOT NULL DEFAULT 0,
    settled_for_us     bigint      NOT NULL DEFAULT 30000000,
    drop_percent       smallint    NOT NULL DEFAULT 0,
    throttled_at       timestamptz,
    -- The circuit breaker: failures in a row; null or when the next probe may go; null or until when a probe is awaited.
    failures           integer     NOT NULL DEFAULT 0,
    open_until_us      bigint,
    probe_until_us     bigint,
    -- Set while everything stands still until an operator resumes.
    stopped_reason     text,
    stopped_at         timestamptz,
    created_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT lookup_budgets_pkey PRIMARY KEY (account),
    CONSTRAINT lookup_budgets_account_check CHECK (account <> ''),
    CONSTRAINT lookup_budgets_rate_per_second_check CHECK (rate_per_second BETWEEN 0.001 AND 1000000),
    CONSTRAINT lookup_budgets_burst_check CHECK (burst BETWEEN 1 AND 1000000),
    CONSTRAINT lookup_budgets_monthly_requests_check CHECK (monthly_requests >= 0),
    CONSTRAINT lookup_budgets_money_cap_micros_check CHECK (money_cap_micros >= 0),
    CONSTRAINT lookup_budgets_prices_micros_check CHECK (jsonb_typeof(prices_micros) = 'object'),
    CONSTRAINT lookup_budgets_in_flight_limit_check CHECK (in_flight_limit BETWEEN 1 AND 1000000),
    CONSTRAINT lookup_budgets_fraction_ppm_check CHECK (fraction_ppm BETWEEN 1 AND 1000000),
    CONSTRAINT lookup_budgets_in_flight_ceiling_check CHECK (in_flight_ceiling >= 1),
    CONSTRAINT lookup_budgets_used_check CHECK (used_requests >= 0 AND spent_micros >= 0)
) WITH (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- What the lookups of an import have reserved, and the most they may. Apart from imports, which other statements lock.
CREATE TABLE refinery.import_spending (
    import_id        uuid   NOT NULL,
    -- Null means no limit but the account's.
    limit_micros     bigint,
    reserved_micros  bigint NOT NULL DEFAULT 0,
    permits          bigint NOT NULL DEFAULT 0,
    CONSTRAINT import_spending_pkey PRIMARY KEY (import_id),
    CONSTRAINT import_spending_import_id_fkey FOREIGN KEY (import_id) REFERENCES refinery.imports (id) ON DELETE CASCADE,
    CONSTRAINT import_spending_limit_micros_check CHECK (limit_micros >= 0),
    CONSTRAINT import_spending_reserved_check CHECK (reserved_micros >= 0 AND permits >= 0)
) WITH (fillfactor = 10);

-- The ledger: permits that were handed out together, and how many of them came back.
CREATE TABLE refinery.lookup_leases (
    id            bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    account       text        NOT NULL,
    worker_id     uuid        NOT NULL,
    import_id     uuid,
    at            timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- The month that pays, and the epoch, as the budget had them.
    month         date        NOT NULL,
    epoch         bigint      NOT NULL,
    granted       integer     NOT NULL,
    -- Null until the lease is settled.
    unused        integer,
    -- Of one request.
    price_micros  bigint      NOT NULL,
    CONSTRAINT lookup_leases_pkey PRIMARY KEY (id),
    CONSTRAINT lookup_leases_granted_check CHECK (granted >= 1),
    CONSTRAINT lookup_leases_unused_check CHECK (unused BETWEEN 0 AND granted)
) WITH (fillfactor = 90);
