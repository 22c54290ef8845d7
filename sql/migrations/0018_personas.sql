-- sql/migrations/0018_personas.sql
-- Why:   records are rows of lists; what people call are persons at companies. Companies and personas lie over the records and never change
--        them: each record belongs to one company and one persona at most, and the links between records say why (docs/personas.md).
-- Locks: ACCESS EXCLUSIVE on jobs while the check reads it once (a million jobs: under a second); else new tables only.

ALTER TABLE refinery.jobs
    DROP CONSTRAINT jobs_stage_check,
    ADD CONSTRAINT jobs_stage_check CHECK (stage IN ('split', 'refine', 'lookup', 'link'));

-- Which import a run of the kind `link` links; an import is linked by one run, however often it is asked for.
CREATE TABLE refinery.link_runs (
    run_id     uuid NOT NULL,
    import_id  uuid NOT NULL,
    CONSTRAINT link_runs_pkey PRIMARY KEY (run_id),
    CONSTRAINT link_runs_import_id_key UNIQUE (import_id),
    CONSTRAINT link_runs_run_id_fkey FOREIGN KEY (run_id) REFERENCES refinery.runs (id) ON DELETE CASCADE,
    CONSTRAINT link_runs_import_id_fkey FOREIGN KEY (import_id) REFERENCES refinery.imports (id) ON DELETE CASCADE
);

-- By what records find each other: hashes of what two records of one company, or of one person, usually have in common.
CREATE TABLE refinery.link_keys (
    key        bigint NOT NULL,
    record_id  bigint NOT NULL,
    CONSTRAINT link_keys_pkey PRIMARY KEY (record_id, key)
);
CREATE INDEX link_keys_key_record_id_index ON refinery.link_keys (key, record_id);

-- Moves on whenever records go (undo, erasure): whoever links with what he read before begins again.
CREATE SEQUENCE refinery.link_epoch AS bigint;

-- What was found about two records: the same company or the same person, by a rule and with a score, or perhaps; and what a person
-- decided about it. Personas and companies are what accepted and confirmed links hold together.
CREATE TABLE refinery.links (
    kind        text        NOT NULL,
    -- The smaller id.
    record_id   bigint      NOT NULL,
    other_id    bigint      NOT NULL,
    rule        text        NOT NULL,
    -- The probability that they are the same.
    score       real        NOT NULL,
    state       text        NOT NULL,
    -- A candidate only because it would bring together what must be apart, as two names; else it would be accepted.
    withheld    boolean     NOT NULL DEFAULT false,
    found_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    decided_at  timestamptz,
    decided_by  text,
    CONSTRAINT links_pkey PRIMARY KEY (kind, record_id, other_id),
    CONSTRAINT links_kind_check CHECK (kind IN ('company', 'persona')),
    CONSTRAINT links_order_check CHECK (record_id < other_id),
    CONSTRAINT links_score_check CHECK (score BETWEEN 0 AND 1),
    CONSTRAINT links_state_check CHECK (state IN ('accepted', 'candidate', 'confirmed', 'refused')),
    CONSTRAINT links_withheld_check CHECK (NOT withheld OR state = 'candidate'),
    CONSTRAINT links_decided_check CHECK ((state IN ('confirmed', 'refused')) = (decided_at IS NOT NULL))
);
CREATE INDEX links_other_id_index ON refinery.links (kind, other_id);
CREATE INDEX links_candidates_index ON refinery.links (kind, score) WHERE state = 'candidate';

CREATE TABLE refinery.companies (
    id                    uuid        NOT NULL,
    name                  text,
    domain                text,
    website               text,
    address               text,
    city                  text,
    state                 text,
    zip_code              text,
    country               text,
    industry              text,
    sic_code              text,
    naics_code            text,
    employee_count        bigint,
    employee_count_high   bigint,
    annual_revenue        bigint,
    annual_revenue_high   bigint,
    -- How many records say so.
    records               integer     NOT NULL,
    created_at            timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at            timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT companies_pkey PRIMARY KEY (id)
);

CREATE TABLE refinery.company_records (
    record_id   bigint NOT NULL,
    company_id  uuid   NOT NULL,
    -- By which it came to the company: `first` for the record that founded it.
    rule        text   NOT NULL,
    score       real   NOT NULL,
    CONSTRAINT company_records_pkey PRIMARY KEY (record_id)
);
CREATE INDEX company_records_company_id_index ON refinery.company_records (company_id);

CREATE TABLE refinery.company_phones (
    company_id     uuid        NOT NULL,
    e164           text        COLLATE "C" NOT NULL,
    type           text        NOT NULL,
    -- The first record that has it, and how many have.
    record_id      bigint      NOT NULL,
    sources        integer     NOT NULL,
    first_seen_at  timestamptz NOT NULL,
    last_seen_at   timestamptz NOT NULL,
    CONSTRAINT company_phones_pkey PRIMARY KEY (company_id, e164)
);
CREATE INDEX company_phones_e164_index ON refinery.company_phones (e164);

CREATE TABLE refinery.personas (
    id                     uuid        NOT NULL,
    -- Null: a person of no company.
    company_id             uuid,
    -- Without a name: whoever answers at the company.
    first_name             text,
    last_name              text,
    title                  text,
    -- Level of the title (data/personas): owner, founder, c_suite, partner, vp, head, director, manager, senior, entry, intern.
    seniority              text,
    -- Who is called first: the smaller one.
    seniority_rank         smallint    NOT NULL GENERATED ALWAYS AS (
        CASE seniority WHEN 'owner' THEN 1 WHEN 'founder' THEN 1 WHEN 'c_suite' THEN 2 WHEN 'partner' THEN 3 WHEN 'vp' THEN 4 WHEN 'head' THEN 5
                       WHEN 'director' THEN 6 WHEN 'manager' THEN 7 WHEN 'senior' THEN 8 WHEN 'entry' THEN 9 WHEN 'intern' THEN 10 ELSE 11 END) STORED,
    likely_decision_maker  boolean     NOT NULL DEFAULT false,
    -- Only impersonal addresses and no name.
    generic_contact        boolean     NOT NULL DEFAULT false,
    address                text,
    city                   text,
    state                  text,
    zip_code               text,
    country                text,
    age                    smallint,
    -- In dollars a year.
    income                 bigint,
    -- Vetoes: null is unknown.
    deceased               boolean,
    litigator              boolean,
    -- 0 to 1: how sure it is that the person can be reached.
    score                  real        NOT NULL DEFAULT 0,
    records                integer     NOT NULL,
    created_at             timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at             timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT personas_pkey PRIMARY KEY (id)
);
CREATE INDEX personas_company_id_index ON refinery.personas (company_id);
CREATE INDEX personas_decision_makers_index ON refinery.personas (company_id, seniority_rank) WHERE likely_decision_maker;

CREATE TABLE refinery.persona_records (
    record_id   bigint NOT NULL,
    persona_id  uuid   NOT NULL,
    rule        text   NOT NULL,
    score       real   NOT NULL,
    CONSTRAINT persona_records_pkey PRIMARY KEY (record_id)
);
CREATE INDEX persona_records_persona_id_index ON refinery.persona_records (persona_id);

-- Where a value came from: a record (which says import and row), or an answer of a provider.
CREATE TABLE refinery.persona_phones (
    persona_id     uuid        NOT NULL,
    e164           text        COLLATE "C" NOT NULL,
    -- mobile, landline, voip, toll_free, other, unknown; what a lookup says comes before what a file or a provider says.
    type           text        NOT NULL,
    score          real,
    -- A provider's hint: yes, no or unknown; never the scrub.
    do_not_call    text        NOT NULL DEFAULT 'unknown',
    record_id      bigint,
    answer_id      bigint,
    sources        integer     NOT NULL,
    first_seen_at  timestamptz NOT NULL,
    last_seen_at   timestamptz NOT NULL,
    CONSTRAINT persona_phones_pkey PRIMARY KEY (persona_id, e164),
    CONSTRAINT persona_phones_do_not_call_check CHECK (do_not_call IN ('yes', 'no', 'unknown')),
    CONSTRAINT persona_phones_source_check CHECK (num_nonnulls(record_id, answer_id) > 0)
);
CREATE INDEX persona_phones_e164_index ON refinery.persona_phones (e164);

CREATE TABLE refinery.persona_emails (
    persona_id     uuid        NOT NULL,
    email          text        COLLATE "C" NOT NULL,
    -- work, personal, generic, unknown.
    type           text        NOT NULL,
    score          real,
    record_id      bigint,
    answer_id      bigint,
    sources        integer     NOT NULL,
    first_seen_at  timestamptz NOT NULL,
    last_seen_at   timestamptz NOT NULL,
    CONSTRAINT persona_emails_pkey PRIMARY KEY (persona_id, email),
    CONSTRAINT persona_emails_source_check CHECK (num_nonnulls(record_id, answer_id) > 0)
);
CREATE INDEX persona_emails_email_index ON refinery.persona_emails (email);

CREATE TABLE refinery.social_profiles (
    persona_id     uuid        NOT NULL,
    network        text        NOT NULL,
    url            text        NOT NULL,
    record_id      bigint,
    answer_id      bigint,
    first_seen_at  timestamptz NOT NULL,
    last_seen_at   timestamptz NOT NULL,
    CONSTRAINT social_profiles_pkey PRIMARY KEY (persona_id, network, url),
    CONSTRAINT social_profiles_source_check CHECK (num_nonnulls(record_id, answer_id) > 0)
);
