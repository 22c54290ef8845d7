-- sql/queries/workers/rest.sql: worker $1 has nothing to do and shows by its session lock that it lives: its lease lasts for ever, and is not
-- renewed, until it is renewed again. Jobs that it claims meanwhile are safe: they count from their claim (find_lost_workers.sql).
-- No row back means that the worker was taken for dead: it registers again.
UPDATE refinery.workers
   SET lease_until = 'infinity', jobs_per_minute = 0, rows_per_minute = 0
 WHERE id = $1::uuid AND holds_lock
RETURNING true
