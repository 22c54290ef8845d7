-- sql/migrations/0021_campaigns.sql
-- Why:   blocks of contacts that are ready to call, and what they are chosen from: one narrow row a persona, kept up to date from what changes
--        (docs/campaigns.md).
-- Locks: new tables only; safe while the fleet runs. The triggers of sql/views/campaign_changes.sql take SHARE ROW EXCLUSIVE on personas for a moment.

-- Where contacts are, as far as time goes: each combination of zones and states once, so that windows are worked out once for all.
CREATE TABLE refinery.call_places (
    id      integer NOT NULL GENERATED ALWAYS AS IDENTITY,
    -- Of the address and of the number; the first is the contact's.
    zones   text[]  NOT NULL,
    states  text[]  NOT NULL,
    CONSTRAINT call_places_pkey PRIMARY KEY (id),
    CONSTRAINT call_places_key UNIQUE (zones, states)
);

-- A row a persona: what blocks are chosen by. Derived from personas, companies, numbers and suppressions; refreshed where these change.
CREATE TABLE refinery.campaign_contacts (
    persona_id      uuid        NOT NULL,
    company_id      uuid,
    -- The number to call; null: there is none.
    phone_e164      text        COLLATE "C",
    phone_type      text,
    -- What a lookup thinks of the number, 0 to 1.
    validity        real,
    -- Of a number of the North American plan.
    area_code       text        COLLATE "C",
    place_id        integer,
    -- A landline of a company: the national registry is for consumers.
    is_exempt       boolean     NOT NULL,
    -- The registry that has the number.
    listed          text,
    -- Why nobody may call, or can; null: nothing speaks against it.
    veto            text,
    state           text,
    zip_code        text        COLLATE "C",
    city            text,
    country         text,
    industry        text,
    sic_code        text        COLLATE "C",
    naics_code      text        COLLATE "C",
    employees       bigint,
    revenue         bigint,
    seniority       text,
    seniority_rank  smallint    NOT NULL,
    decision_maker  boolean     NOT NULL,
    generic         boolean     NOT NULL,
    score           real        NOT NULL,
    -- When a file or an answer had the number last.
    seen_at         timestamptz,
    CONSTRAINT campaign_contacts_pkey PRIMARY KEY (persona_id)
) WITH (fillfactor = 90);
CREATE INDEX campaign_contacts_state_sic_code_index ON refinery.campaign_contacts (state, sic_code);
CREATE INDEX campaign_contacts_area_code_index ON refinery.campaign_contacts (area_code);

-- Personas whose row is to be made anew: written by triggers, in the transaction of the change.
CREATE TABLE refinery.campaign_contact_changes (
    persona_id  uuid NOT NULL
);

-- Standing segmentations: the newest version of a name counts.
CREATE TABLE refinery.campaign_rules (
    name          text        NOT NULL,
    version       integer     NOT NULL,
    criteria      jsonb       NOT NULL,
    -- Whether blocks are made when an import is linked.
    after_import  boolean     NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_by    text        NOT NULL DEFAULT session_user,
    CONSTRAINT campaign_rules_pkey PRIMARY KEY (name, version)
);

CREATE TABLE refinery.campaign_blocks (
    id             uuid        NOT NULL,
    name           text        NOT NULL,
    -- open; expired: its scrub is too old, and its contacts are free; cancelled; completed: every contact has its result.
    status         text        NOT NULL DEFAULT 'open',
    criteria       jsonb       NOT NULL,
    -- What its contacts have in common, by dimension.
    segment        jsonb       NOT NULL,
    contacts       integer     NOT NULL,
    -- When its numbers were held against all lists, and until when that counts.
    scrubbed_at    timestamptz NOT NULL,
    valid_until    timestamptz NOT NULL,
    -- The oldest file of a registry that counted; null: none did.
    registry_as_of date,
    bands_version  integer     NOT NULL,
    rule           text,
    rule_version   integer,
    created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_by     text        NOT NULL DEFAULT session_user,
    closed_at      timestamptz,
    CONSTRAINT campaign_blocks_pkey PRIMARY KEY (id),
    CONSTRAINT campaign_blocks_status_check CHECK (status IN ('open', 'expired', 'cancelled', 'completed'))
);
CREATE INDEX campaign_blocks_open_index ON refinery.campaign_blocks (valid_until) WHERE status = 'open';

CREATE TABLE refinery.campaign_block_contacts (
    block_id             uuid        NOT NULL,
    persona_id           uuid        NOT NULL,
    -- In which order to call, from 1.
    position             integer     NOT NULL,
    company_id           uuid,
    phone_e164           text        COLLATE "C" NOT NULL,
    phone_type           text        NOT NULL,
    -- What the registries say: clean, exempt (not clean, but the number of a business) or not_checked.
    registry             text        NOT NULL,
    timezone             text        NOT NULL,
    -- From Monday to Friday, in that zone; null on a day: not at all.
    call_from_local      time        NOT NULL,
    call_until_local     time        NOT NULL,
    saturday_from_local  time,
    saturday_until_local time,
    sunday_from_local    time,
    sunday_until_local   time,
    -- What the window was made of.
    window_rule          text        NOT NULL,
    -- ready, called (a result came), done (its result is final), suppressed (a list has it now) or released (the block has let it go).
    status               text        NOT NULL DEFAULT 'ready',
    -- Its last result, or what suppressed it.
    reason               text,
    -- Whether the block holds the contact: nobody else may then.
    is_open              boolean     NOT NULL DEFAULT true,
    changed_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT campaign_block_contacts_pkey PRIMARY KEY (block_id, persona_id),
    CONSTRAINT campaign_block_contacts_registry_check CHECK (registry IN ('clean', 'exempt', 'not_checked')),
    CONSTRAINT campaign_block_contacts_status_check CHECK (status IN ('ready', 'called', 'done', 'suppressed', 'released'))
);
-- A contact is in one open block at most.
CREATE UNIQUE INDEX campaign_block_contacts_open_index ON refinery.campaign_block_contacts (persona_id) WHERE is_open;
CREATE INDEX campaign_block_contacts_persona_id_index ON refinery.campaign_block_contacts (persona_id);
CREATE INDEX campaign_block_contacts_phone_index ON refinery.campaign_block_contacts (phone_e164) WHERE is_open;

-- What came of calls, as the dialer tells it.
CREATE TABLE refinery.call_results (
    id           bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    persona_id   uuid        NOT NULL,
    e164         text        COLLATE "C" NOT NULL,
    block_id     uuid,
    disposition  text        NOT NULL,
    called_at    timestamptz NOT NULL,
    note         text,
    received_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT call_results_pkey PRIMARY KEY (id),
    -- A file that comes twice counts once.
    CONSTRAINT call_results_key UNIQUE (persona_id, e164, called_at, disposition)
);
