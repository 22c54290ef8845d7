-- sql/migrations/0038_submissions.sql
-- Why:   files that somebody hands over together, the tables of an archive among them, are imports of one submission, which has one summary.
-- Locks: ACCESS EXCLUSIVE on imports for a moment; nothing is rewritten.
CREATE TABLE refinery.submissions (
    id           uuid        NOT NULL,
    submitted_by text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT submissions_pkey PRIMARY KEY (id)
);

ALTER TABLE refinery.imports
    ADD COLUMN submission_id uuid,
    ADD CONSTRAINT imports_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES refinery.submissions (id);
CREATE INDEX imports_submission_id_index ON refinery.imports (submission_id) WHERE submission_id IS NOT NULL;
