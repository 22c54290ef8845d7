-- sql/queries/renew_lease.sql: one lease for the whole process, never one a job: $1 worker id, $2 lease in milliseconds.
-- No row back means that the worker was taken for dead: it registers again.
UPDATE refinery.workers
   SET lease_until = clock_timestamp() + make_interval(secs => $2::int / 1000.0)
 WHERE id = $1::uuid
RETURNING id
