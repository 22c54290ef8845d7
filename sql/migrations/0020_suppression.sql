-- sql/migrations/0020_suppression.sql
-- Why:   whom nobody may call: own opt-outs, litigators, customers and competitors as rows; registries of hundreds of millions of numbers, such as the
--        national Do Not Call registry, as one bit a number (docs/suppression.md).
-- Locks: new tables only; safe while the fleet runs.

-- Single entries. Numbers in E.164; e-mails and domains in lower case; companies by the key of their name (refinery_internal.company_key).
CREATE TABLE refinery.suppression_entries (
    id          bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    list        text        NOT NULL,
    kind        text        NOT NULL,
    value       text        COLLATE "C" NOT NULL,
    -- As it was given, where that is not the value.
    label       text,
    -- Where it comes from: a file, a person, a dialer.
    source      text,
    listed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    removed_at  timestamptz,
    CONSTRAINT suppression_entries_pkey PRIMARY KEY (id),
    CONSTRAINT suppression_entries_list_check CHECK (list IN ('opt_out', 'litigator', 'competitor', 'customer')),
    CONSTRAINT suppression_entries_kind_check CHECK (kind IN ('number', 'email', 'company', 'domain', 'persona')),
    -- Whoever said no once is never called again.
    CONSTRAINT suppression_entries_permanent_check CHECK (list <> 'opt_out' OR removed_at IS NULL)
);
CREATE UNIQUE INDEX suppression_entries_value_index ON refinery.suppression_entries (kind, value, list) WHERE removed_at IS NULL;

-- Registries: `national`, or `state-TX`. A bit for each of the 10,000 numbers behind an area code and exchange, of which the first is 0000:
-- 1.3 kB for any of them, so that all numbers of the nation take some 400 MB.
CREATE TABLE refinery.registered_numbers (
    list     text        COLLATE "C" NOT NULL,
    -- Area code and exchange.
    prefix   integer     NOT NULL,
    numbers  bit(10000)  NOT NULL,
    CONSTRAINT registered_numbers_pkey PRIMARY KEY (list, prefix),
    CONSTRAINT registered_numbers_prefix_check CHECK (prefix BETWEEN 200000 AND 999999)
);

-- Which area codes a registry was loaded for, from which version, and of which day that is. An area code without a row, or with an old
-- one, is not checked: its numbers are never clean.
CREATE TABLE refinery.registry_areas (
    list         text        COLLATE "C" NOT NULL,
    area_code    text        COLLATE "C" NOT NULL,
    version      bigint      NOT NULL,
    as_of        date        NOT NULL,
    numbers      bigint      NOT NULL,
    imported_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT registry_areas_pkey PRIMARY KEY (list, area_code),
    CONSTRAINT registry_areas_area_code_check CHECK (area_code ~ '^[2-9][0-9]{2}$')
);

-- What was imported, newest last.
CREATE TABLE refinery.suppression_imports (
    id           bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    list         text        NOT NULL,
    -- full, change or entries
    kind         text        NOT NULL,
    file_name    text        NOT NULL,
    version      bigint,
    as_of        date,
    areas        integer     NOT NULL DEFAULT 0,
    accepted     bigint      NOT NULL,
    rejected     bigint      NOT NULL,
    -- Contacts of open blocks that it took out.
    withdrawn    bigint      NOT NULL,
    imported_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    imported_by  text        NOT NULL DEFAULT session_user,
    CONSTRAINT suppression_imports_pkey PRIMARY KEY (id)
);
