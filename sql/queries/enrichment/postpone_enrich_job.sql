-- sql/queries/enrichment/postpone_enrich_job.sql: enrich job $1 with token $2, worker $3 and run $4 waits, without costing an attempt, until the first of the late answers to
-- questions $5 is worth to fetch. The run is locked, so that nobody pauses or resumes it between the look and the change.
WITH looked AS MATERIALIZED (
    SELECT r.id, r.status FROM refinery.runs r WHERE r.id = $4::uuid FOR SHARE
)
UPDATE refinery.jobs j
   SET state = 'waiting', attempt = j.attempt - 1, worker_id = NULL, claimed_at = NULL,
       ready_at = CASE WHEN l.status = 'running'
                       THEN coalesce((SELECT min(CASE WHEN e.callback IS NULL THEN e.collect_at ELSE clock_timestamp() END)
                                        FROM refinery.enrichments e WHERE e.id = ANY ($5::bigint[]) AND e.state = 'pending'), clock_timestamp()) END
  FROM looked l
 WHERE l.id = j.run_id
   AND j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
RETURNING j.id
