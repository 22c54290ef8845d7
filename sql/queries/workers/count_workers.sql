-- sql/queries/workers/count_workers.sql: how many living processes of each role the fleet has.
SELECT role, count(*)
  FROM refinery.worker_activity
 WHERE alive
 GROUP BY role
