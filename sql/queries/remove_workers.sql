-- sql/queries/remove_workers.sql: forgets workers that stopped, or that were found dead and hold no job any more: $1 ids.
DELETE FROM refinery.workers w
 WHERE w.id = ANY ($1::uuid[])
   AND NOT EXISTS (SELECT FROM refinery.jobs j WHERE j.worker_id = w.id AND j.state = 'claimed')
RETURNING w.id
