-- sql/migrations/0006_repeated_lookup_writes.sql
-- Why:   a statement whose connection broke may have happened. Permits and counters of lookups are told apart by who asked for them,
--        so that asking again changes nothing.
-- Locks: ACCESS EXCLUSIVE on jobs and lookup_leases for a moment: the columns are null in every row. The index is built over the
--        leases of a month; a fleet that runs meanwhile waits for it.

-- The newest step of a lookup job whose counters are added; null before the first.
ALTER TABLE refinery.jobs ADD COLUMN counted_step integer;

ALTER TABLE refinery.lookup_leases
    -- Chosen by whoever asks: the same request gets the same permits.
    ADD COLUMN request uuid,
    -- The schedule of the permits: the first is due at this instant of the budget's virtual clock, each other step_us later.
    ADD COLUMN due_us bigint,
    ADD COLUMN step_us bigint;
CREATE UNIQUE INDEX lookup_leases_request_key ON refinery.lookup_leases (request) WHERE request IS NOT NULL;

-- Their successors have more parameters, with defaults: programs of the version before call them as they did.
DROP FUNCTION IF EXISTS refinery.take_lookup_permits_v1(text, uuid, uuid, text[], integer, integer);
DROP FUNCTION IF EXISTS refinery.take_lookup_permits_at(text, uuid, uuid, text[], integer, integer, bigint);
