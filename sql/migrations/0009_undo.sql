-- sql/migrations/0009_undo.sql
-- Why:   an import can be undone: its rows go, the import stays and says so. An import remembers who submitted it.
-- Locks: ACCESS EXCLUSIVE on imports while the check reads the table once: an instant; the new column is null in every row.
ALTER TABLE refinery.imports
    DROP CONSTRAINT imports_status_check,
    ADD CONSTRAINT imports_status_check CHECK (status IN ('running', 'paused', 'completed', 'failed', 'cancelled', 'undone'));

-- User and host of the program that submitted it; the database user where it was none. Null before this migration.
ALTER TABLE refinery.imports ADD COLUMN submitted_by text;
ALTER TABLE refinery.imports ALTER COLUMN submitted_by SET DEFAULT session_user;
