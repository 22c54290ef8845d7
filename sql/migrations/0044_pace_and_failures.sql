-- sql/migrations/0044_pace_and_failures.sql
-- Why:   who looks at the fleet sees how fast each process is. It says so itself when it renews its lease: the same row is written anyway, and nothing is counted.
--        Who is about to send again all messages that failed is told how many those are, which are few among all that were delivered.
-- Locks: columns without a value on workers, which has a row a process; writes to webhook_deliveries, which holds what was told within the last weeks, wait
--        while its index is made: both for an instant.
ALTER TABLE refinery.workers
    -- Jobs that it saw to within the minute before its last sign of life, and their rows; null: it has not said so, as programs before this migration.
    ADD COLUMN jobs_per_minute integer,
    ADD COLUMN rows_per_minute bigint;
CREATE INDEX webhook_deliveries_failed_index ON refinery.webhook_deliveries (webhook_id) WHERE state = 'failed';
