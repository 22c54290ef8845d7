-- sql/migrations/0027_standing_segmentations.sql
-- Why:   standing segmentations make blocks when an import is linked; that is noted with the end of the run that links, and done once. Numbers are looked up
--        in all registries at once, by one entry of an index whose first column is a number.
-- Locks: ACCESS EXCLUSIVE on registered_numbers while its key is made anew (a national registry: some seconds); else a new table only.
ALTER TABLE refinery.registered_numbers
    DROP CONSTRAINT registered_numbers_pkey,
    ADD CONSTRAINT registered_numbers_pkey PRIMARY KEY (prefix, list);

-- What became of a standing segmentation after an import.
CREATE TABLE refinery.campaign_rule_runs (
    -- That linked the import.
    run_id      uuid        NOT NULL,
    rule        text        NOT NULL,
    version     integer     NOT NULL,
    status      text        NOT NULL DEFAULT 'pending',
    -- Counts from 1 at the claim, and fences: only the last one's blocks count.
    attempt     integer     NOT NULL DEFAULT 0,
    blocks      integer,
    contacts    bigint,
    -- Why it failed.
    error       text,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at    timestamptz,
    CONSTRAINT campaign_rule_runs_pkey PRIMARY KEY (run_id, rule),
    CONSTRAINT campaign_rule_runs_run_id_fkey FOREIGN KEY (run_id) REFERENCES refinery.runs (id) ON DELETE CASCADE,
    CONSTRAINT campaign_rule_runs_status_check CHECK (status IN ('pending', 'done', 'failed'))
);
CREATE INDEX campaign_rule_runs_pending_index ON refinery.campaign_rule_runs (created_at) WHERE status = 'pending';
