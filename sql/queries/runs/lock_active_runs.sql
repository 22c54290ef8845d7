-- sql/queries/runs/lock_active_runs.sql: locks the runs whose progress may have changed, in order: all running ones, and the paused ones in $1
-- (those that had jobs under way); none of $2, and none but those of $3, where it is not null. The statements after it in the transaction then see every
-- job as it is.
SELECT id, status
  FROM refinery.runs
 WHERE (status = 'running' OR (status = 'paused' AND id = ANY ($1::uuid[])))
   AND id <> ALL ($2::uuid[])
   AND ($3::uuid[] IS NULL OR id = ANY ($3::uuid[]))
 ORDER BY id
   FOR NO KEY UPDATE
