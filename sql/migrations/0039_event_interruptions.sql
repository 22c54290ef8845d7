-- sql/migrations/0039_event_interruptions.sql
-- Why:   whether an import stood still in between is asked with every look at it over HTTP, and an import of ten million rows has a hundred thousand
--        events: the few that say so get an index of their own.
-- Locks: writing of events waits while it is built, a second for some millions of them; nothing else.
CREATE INDEX events_interruptions_index ON refinery.events (run_id) WHERE kind IN ('import_resumed', 'import_retried', 'import_lookups_added');
