-- sql/queries/workers/find_worker.sql: whether the fleet knows the process $1.
SELECT EXISTS (SELECT FROM refinery.workers w WHERE w.id = $1::uuid)
