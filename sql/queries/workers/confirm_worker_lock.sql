-- sql/queries/workers/confirm_worker_lock.sql: says that worker $1 holds its session lock, as seen from another connection
-- ($2 class). Behind a transaction-mode pooler the lock may sit on anyone's session: $3 is the backend that took it, and
-- the answer is true only when that very backend still holds it.
UPDATE refinery.workers w
   SET holds_lock = EXISTS (
           SELECT FROM pg_catalog.pg_locks l
            WHERE l.locktype = 'advisory' AND l.granted AND l.classid = $2::int::oid AND l.objid = w.number::oid
              AND l.objsubid = 2 AND l.pid = $3::int)
 WHERE w.id = $1::uuid
RETURNING w.holds_lock
