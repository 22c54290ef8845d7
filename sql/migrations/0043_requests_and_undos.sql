-- sql/migrations/0043_requests_and_undos.sql
-- Why:   a request with an idempotency key whose process was killed is asked again as soon as it is known to be lost, by a lease as workers have it.
--        An undo that the HTTP interface asked for is looked for all the time by those who do it.
-- Locks: columns without a value, and an index on runs, which has a row an import: for an instant.
ALTER TABLE refinery.api_requests
    -- Who does it; null: whoever knew of no leases.
    ADD COLUMN holder_id  uuid,
    -- Until when it is known to be done, when it has no answer yet.
    ADD COLUMN held_until timestamptz;
CREATE INDEX runs_requested_undo_index ON refinery.runs (id) WHERE status = 'undone' AND status_reason = 'requested';
