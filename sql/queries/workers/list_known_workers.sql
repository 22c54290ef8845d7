-- sql/queries/workers/list_known_workers.sql: which of the processes $1 the fleet still knows.
SELECT w.id FROM refinery.workers w WHERE w.id = ANY ($1::uuid[])
