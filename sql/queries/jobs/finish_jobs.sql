-- sql/queries/jobs/finish_jobs.sql: marks claimed jobs done, with what came of each; runs in the transaction of their effects.
-- $1 ids in ascending order, as cancel_import locks them, $2 fencing tokens, $3 workers, $4 runs, $5 stored, $6 duplicates,
-- $7 rejected. Fewer ids back than sent means that a lease was lost: the caller rolls everything back.
-- The state is compared by a CASE, so that the planner keeps to the primary key: jobs_claimed_index looks small to it, yet
-- holds every dead claim while some transaction stays open (14 pages became 122 over 3,000 jobs).
-- The SELECT around $1 hides its length: a plan for this very array would look cheaper than one for any, and be made at each call.
UPDATE refinery.jobs j
   SET state = 'done',
       finished_at = clock_timestamp(),
       stored = f.stored,
       duplicates = f.duplicates,
       rejected = f.rejected
  FROM unnest((SELECT $1::bigint[]), $2::bigint[], $3::uuid[], $4::uuid[], $5::int[], $6::int[], $7::int[])
       AS f (id, token, worker_id, run_id, stored, duplicates, rejected)
 WHERE j.id = f.id AND j.token = f.token AND j.worker_id = f.worker_id AND j.run_id = f.run_id
   AND CASE j.state WHEN 'claimed' THEN true ELSE false END
RETURNING j.id
