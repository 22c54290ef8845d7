-- sql/migrations/0010_discarded_batches.sql
-- Why:   an operator may give a dead batch up, so that its import can complete: the job is `discarded`, its rows are rejects.
-- Locks: ACCESS EXCLUSIVE on jobs while the two checks read the table once (a million jobs: under a second), in which claims wait, and
--        while the new index finds that it has nothing to hold.

ALTER TABLE refinery.jobs
    DROP CONSTRAINT jobs_state_check,
    ADD CONSTRAINT jobs_state_check CHECK (state IN ('ready', 'waiting', 'claimed', 'done', 'dead', 'discarded', 'cancelled')),
    DROP CONSTRAINT jobs_outcome_check,
    -- What is given up has its outcome too: every row of it is a reject.
    ADD CONSTRAINT jobs_outcome_check CHECK (
        state NOT IN ('done', 'discarded') OR stage <> 'refine' OR stored + duplicates + rejected = row_count);

CREATE INDEX jobs_discarded_index ON refinery.jobs (import_id, id) WHERE state = 'discarded';
