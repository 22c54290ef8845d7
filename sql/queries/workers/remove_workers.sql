-- sql/queries/workers/remove_workers.sql: forgets workers that stopped, or that were found dead and hold no job any more: $1 ids.
-- One whose last statement still runs is kept, and found lost again: that statement may be a claim.
DELETE FROM refinery.workers w
 WHERE w.id = ANY ($1::uuid[])
   AND NOT EXISTS (SELECT FROM refinery.jobs j WHERE j.worker_id = w.id AND j.state = 'claimed')
   AND NOT EXISTS (
       SELECT FROM pg_catalog.pg_stat_activity a
        WHERE lower(a.application_name) = 'refinery/' || w.role || '/' || w.id::text AND a.state <> 'idle'
          AND a.pid <> pg_catalog.pg_backend_pid())
RETURNING w.id, w.role, w.host, w.pid
