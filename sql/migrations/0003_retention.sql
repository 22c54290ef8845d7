-- sql/migrations/0003_retention.sql
-- Why:   finished jobs and sources do not stay for ever. An import remembers that its jobs or its source are gone, so that
--        nobody computes its counters anew from jobs that are no longer there, or runs a batch without its bytes.
--        Dead letters are listed and counted without reading all jobs.
-- Locks: ACCESS EXCLUSIVE on imports for an instant (a column without a default); SHARE on jobs while the new index is
--        built: seconds for a million jobs, in which claims wait.
ALTER TABLE refinery.imports ADD COLUMN jobs_pruned_at timestamptz;
ALTER TABLE refinery.imports ADD COLUMN source_deleted_at timestamptz;

CREATE INDEX jobs_dead_index ON refinery.jobs (import_id, id) WHERE state = 'dead';
