-- sql/queries/release_jobs.sql: gives claimed jobs back untouched, without costing an attempt.
-- $1 ids, $2 fencing tokens, $3 workers, $4 imports. A paused import's job goes back to being held; the imports are locked, so that nobody pauses
-- or resumes them between the look and the change.
WITH looked AS MATERIALIZED (
    SELECT i.id, i.status
      FROM refinery.imports i
     WHERE i.id IN (SELECT j.import_id FROM refinery.jobs j WHERE j.id = ANY ($1::bigint[]))
     ORDER BY i.number
       FOR SHARE
)
UPDATE refinery.jobs j
   SET state = CASE WHEN i.status = 'paused' THEN 'waiting' ELSE 'ready' END,
       attempt = j.attempt - 1,
       worker_id = NULL,
       claimed_at = NULL
  FROM unnest($1::bigint[], $2::bigint[], $3::uuid[], $4::uuid[]) AS f (id, token, worker_id, import_id), looked i
 WHERE j.id = f.id AND j.token = f.token AND j.worker_id = f.worker_id AND j.import_id = f.import_id AND j.state = 'claimed' AND i.id = j.import_id
RETURNING j.id
