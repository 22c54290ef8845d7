-- sql/queries/release_jobs.sql: gives claimed jobs back untouched, without costing an attempt.
-- $1 ids, $2 fencing tokens. A paused import's job goes back to being held.
UPDATE refinery.jobs j
   SET state = CASE WHEN i.status = 'paused' THEN 'waiting' ELSE 'ready' END,
       attempt = j.attempt - 1,
       worker_id = NULL,
       claimed_at = NULL
  FROM unnest($1::bigint[], $2::bigint[]) AS f (id, token), refinery.imports i
 WHERE j.id = f.id AND j.token = f.token AND j.state = 'claimed' AND i.id = j.import_id
RETURNING j.id
