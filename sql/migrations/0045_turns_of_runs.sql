-- sql/migrations/0045_turns_of_runs.sql
-- Why:   pages show what happened to a run, and lately to all, without mere progress: of a long import that is a few events among a hundred thousand, which were all
--        read for it.
-- Locks: writes to events wait while the indexes are made, about a second for each million of events. Progress is not in them: it costs nothing more.
CREATE INDEX events_turns_index ON refinery.events (run_id, seq) WHERE kind NOT LIKE '%\_progress';
CREATE INDEX events_latest_turns_index ON refinery.events (seq) WHERE kind NOT LIKE '%\_progress';
