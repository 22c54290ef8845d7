-- sql/migrations/0034_moved_personas.sql
-- Why:   when personas are put together or apart, contacts of blocks, results of calls and the push ledger go where the records went; so nobody is called
--        again because his persona has another id, and an answer that names the old one is of the new one (sql/views/persona_moves.sql).
-- Locks: ACCESS EXCLUSIVE on three tables for an instant each (columns that need no rewrite); else a new table. Safe while the fleet runs.

-- Records went from one persona to another. Of a persona that lives until its contacts are seen to; of one that is gone as long as it is.
CREATE TABLE refinery.persona_moves (
    from_id   uuid        NOT NULL,
    to_id     uuid        NOT NULL,
    moved_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT persona_moves_pkey PRIMARY KEY (from_id, to_id)
);
CREATE INDEX persona_moves_to_id_index ON refinery.persona_moves (to_id);

-- The persona that a row was of when it was made, where that is another one now: it goes back there when they are put apart.
ALTER TABLE refinery.campaign_block_contacts
    ADD COLUMN origin_id uuid,
    -- Its block would hold it, but another contact of the same person is open.
    ADD COLUMN is_merged boolean NOT NULL DEFAULT false;
ALTER TABLE refinery.campaign_pushes ADD COLUMN origin_id uuid;
ALTER TABLE refinery.call_results ADD COLUMN origin_id uuid;
