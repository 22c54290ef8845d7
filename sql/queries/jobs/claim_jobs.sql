-- sql/queries/jobs/claim_jobs.sql: leases up to $2 ready jobs of stage $1 to worker $3. $6: the provider they ask; empty where nobody is asked.
-- SKIP LOCKED: rivals pass over each other's rows. ($4, $5): priority and id where this worker's last claim ended, so
-- that the scan does not walk dead index entries again; back to the floor on a short result (see docs/architecture.md).
-- The SELECT around $2 hides its value: a plan for this very limit would look cheaper than one for any, and be made at each call.
WITH pick AS MATERIALIZED (
    SELECT id
      FROM refinery.jobs
     WHERE state = 'ready' AND stage = $1::text AND provider = $6::text AND (priority, id) >= ($4::smallint, $5::bigint)
     ORDER BY priority, id
     LIMIT (SELECT $2::int)
       FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE refinery.jobs j
   SET state = 'claimed',
       worker_id = $3::uuid,
       token = refinery_internal.next_fencing_token(),
       attempt = j.attempt + 1,
       claimed_at = clock_timestamp(),
       ready_at = NULL
  FROM pick
 WHERE j.id = pick.id
RETURNING j.id, j.run_id, j.token, j.seq, j.priority, j.attempt, j.attempts_max,
          j.worker_id, j.byte_offset, j.byte_length, j.first_row, j.row_count,
          j.errors IS NOT NULL AS has_failed
