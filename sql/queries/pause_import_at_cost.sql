-- sql/queries/pause_import_at_cost.sql: the lookups of import $1 reserved as much as it may cost: no new claims (see
-- sql/views/control.sql). True when this paused it; an import that does not run any more, because another lookup worker was
-- faster, stays as it is.
WITH locked AS MATERIALIZED (SELECT l.status FROM refinery_internal.lock_import($1::uuid) AS l)
SELECT CASE WHEN locked.status = 'running' THEN refinery_internal.pause_run_because($1::uuid, 'max_cost') = 'paused' ELSE false END FROM locked
