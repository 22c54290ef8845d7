-- sql/migrations/0041_link_deferrals.sql
-- Why:   a company with very many records was read and derived whole by every group of a list that has some of it, under the lock of owners. Groups leave
--        such records to the last one of their run, which derives it once.
-- Locks: a new table only; safe while the fleet runs.

-- Records whose keys and links are written, and that belong to no company yet: they hang together with one that has very many records. Taken by the last
-- group of the run, or, when the run has ended without one, by the last group of any other.
CREATE TABLE refinery.link_deferrals (
    run_id     uuid   NOT NULL,
    record_id  bigint NOT NULL,
    CONSTRAINT link_deferrals_pkey PRIMARY KEY (run_id, record_id),
    CONSTRAINT link_deferrals_run_id_fkey FOREIGN KEY (run_id) REFERENCES refinery.runs (id) ON DELETE CASCADE
);
