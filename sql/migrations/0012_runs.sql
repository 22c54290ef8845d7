-- sql/migrations/0012_runs.sql
-- Why:   imports are not the only work to come: links, enrichment, segments and exports want the same queue. A run owns jobs and events;
--        what every run has (status, priority, times, counters) moves to it. An import is a run of the kind `import` with the same id.
-- Locks: ACCESS EXCLUSIVE on imports, jobs and events: columns are renamed and dropped in an instant, imports are copied once, and the
--        new foreign key reads jobs once (a million: a second or two). Refused while processes live: the version before knows no runs.
DO $$
BEGIN
    IF EXISTS (SELECT FROM refinery.workers WHERE lease_until > clock_timestamp()) THEN
        RAISE EXCEPTION 'Processes of the version before are still running.'
            USING ERRCODE = 'object_in_use', HINT = 'Stop the whole fleet, wait 15 seconds, and migrate again.';
    END IF;
END
$$;

CREATE TABLE refinery.runs (
    id              uuid        NOT NULL,
    -- What its jobs do. A new kind needs no migration.
    kind            text        NOT NULL,
    status          text        NOT NULL DEFAULT 'running',
    status_reason   text,
    priority        smallint    NOT NULL DEFAULT 100,
    -- Folded from its jobs by the leading coordinator, by name; one that is not there is zero. sql/views/run_counters.sql says which there are.
    counters        jsonb       NOT NULL DEFAULT '{}',
    -- User and host of the program that asked for it; the database user where it was none.
    submitted_by    text        DEFAULT session_user,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_at      timestamptz,
    finished_at     timestamptz,
    -- Since then its counters are final, and its jobs go.
    jobs_pruned_at  timestamptz,
    CONSTRAINT runs_pkey PRIMARY KEY (id),
    CONSTRAINT runs_kind_check CHECK (kind ~ '^[a-z][a-z_]*$'),
    CONSTRAINT runs_status_check CHECK (status IN ('running', 'paused', 'completed', 'failed', 'cancelled', 'undone')),
    CONSTRAINT runs_counters_check CHECK (jsonb_typeof(counters) = 'object'),
    -- Every row has exactly one outcome: the database itself refuses to call any other import completed.
    CONSTRAINT runs_completed_check CHECK (
        kind <> 'import' OR status <> 'completed'
        OR (counters ->> 'rows')::bigint IS NOT DISTINCT FROM coalesce((counters ->> 'stored')::bigint, 0)
            + coalesce((counters ->> 'duplicates')::bigint, 0) + coalesce((counters ->> 'rejected')::bigint, 0))
) WITH (fillfactor = 50);

INSERT INTO refinery.runs (id, kind, status, status_reason, priority, submitted_by, created_at, started_at, finished_at, jobs_pruned_at, counters)
SELECT i.id, 'import', i.status, i.status_reason, i.priority, i.submitted_by, i.created_at, i.started_at, i.finished_at, i.jobs_pruned_at,
       jsonb_strip_nulls(jsonb_build_object(
           'rows', CASE WHEN i.split_at IS NOT NULL THEN i.split_rows END, 'stored', nullif(i.rows_stored, 0), 'duplicates', nullif(i.rows_duplicate, 0),
           'rejected', nullif(i.rows_rejected, 0), 'phones', nullif(i.phones, 0), 'numbers', nullif(i.numbers, 0),
           'numbers_done', nullif(i.numbers_done, 0), 'numbers_asked', nullif(i.numbers_asked, 0),
           'numbers_failed', nullif(i.numbers_failed, 0), 'lookups', nullif(i.lookups, 0),
           'lookups_repeated', nullif(i.lookups_repeated, 0)))
  FROM refinery.imports i;

CREATE INDEX runs_active_index ON refinery.runs (status) WHERE status IN ('running', 'paused');

-- Views and functions of the version before that name what goes; those that stay are made again from sql/views after this.
DROP VIEW IF EXISTS refinery.import_progress;
DROP VIEW IF EXISTS refinery.import_counters;
DROP FUNCTION IF EXISTS refinery_internal.lock_import(uuid);
DROP FUNCTION IF EXISTS refinery_internal.record_event(uuid, text, jsonb);
DROP FUNCTION IF EXISTS refinery_internal.pause_import_because(uuid, text);
DROP FUNCTION IF EXISTS refinery_internal.revive_import(uuid);
DROP FUNCTION IF EXISTS refinery_internal.forget_cancelled_lookups(uuid);
DROP FUNCTION IF EXISTS refinery_internal.retry_jobs(uuid, bigint);
DROP FUNCTION IF EXISTS refinery_internal.imports_of_bytes(bytea);
DROP FUNCTION IF EXISTS refinery.set_priority(uuid, integer);
DELETE FROM refinery.schema_views WHERE name = 'import_counters';

DROP INDEX refinery.imports_active_index;
ALTER TABLE refinery.imports
    DROP CONSTRAINT imports_status_check, DROP CONSTRAINT imports_completed_check,
    DROP COLUMN status, DROP COLUMN status_reason, DROP COLUMN priority, DROP COLUMN submitted_by,
    DROP COLUMN created_at, DROP COLUMN started_at, DROP COLUMN finished_at, DROP COLUMN jobs_pruned_at,
    DROP COLUMN rows_stored, DROP COLUMN rows_duplicate, DROP COLUMN rows_rejected,
    DROP COLUMN phones, DROP COLUMN numbers, DROP COLUMN numbers_done, DROP COLUMN numbers_asked, DROP COLUMN numbers_failed,
    DROP COLUMN lookups, DROP COLUMN lookups_repeated,
    ADD CONSTRAINT imports_id_fkey FOREIGN KEY (id) REFERENCES refinery.runs (id) ON DELETE CASCADE;

ALTER TABLE refinery.jobs RENAME COLUMN import_id TO run_id;
ALTER TABLE refinery.jobs RENAME CONSTRAINT jobs_import_id_stage_seq_key TO jobs_run_id_stage_seq_key;
ALTER TABLE refinery.jobs
    DROP CONSTRAINT jobs_import_id_fkey,
    ADD CONSTRAINT jobs_run_id_fkey FOREIGN KEY (run_id) REFERENCES refinery.runs (id) ON DELETE CASCADE,
    -- What came of a job of a stage that has no columns of its own: numbers by name, summed up by name.
    ADD COLUMN counters jsonb,
    ADD CONSTRAINT jobs_counters_check CHECK (jsonb_typeof(counters) = 'object');

ALTER TABLE refinery.events RENAME COLUMN import_id TO run_id;
ALTER INDEX refinery.events_import_id_seq_index RENAME TO events_run_id_seq_index;
