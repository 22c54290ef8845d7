-- sql/queries/runs/settle_runs.sql: ends or pauses those running runs of $1 that have nothing left to do.
-- completed: every job done, and an import split to its end. failed: nothing left but dead letters. cancelled: the lookups that were added
-- to an import that was cancelled before its end are done. paused: the row limit of an import was reached,
-- or more than the wanted share of its rows ($2 is the least number of rows that says anything) was rejected.
-- Rows of batches that somebody discarded say nothing about the file, so the rate is without them.
-- The counters are summed once more, by the statement that looks at the states: a batch that ended since the last fold
-- would otherwise be missing from a run that says it is over.
WITH verdict AS (
    SELECT o.*,
           CASE
               WHEN (i.options ->> 'reject_rate_max')::float8
                        < (n.rejected - o.discarded)::float8 / nullif(n.rows - o.discarded, 0)
                    AND n.rows >= $2::bigint
                    AND coalesce(r.status_reason, '') <> 'reject_rate_accepted' AND NOT i.options ? 'reject_rate_accepted'
                    AND o.busy + o.held > 0 THEN 'reject_rate'
               WHEN o.busy > 0 THEN NULL
               WHEN o.dead > 0 THEN 'dead_jobs'
               WHEN o.held > 0 THEN 'row_limit'
               WHEN i.options ? 'ends_cancelled' THEN 'operator'
               WHEN i.id IS NULL OR i.split_at IS NOT NULL THEN 'finished'
           END AS reason
      FROM refinery.runs r
      JOIN refinery.run_counters o ON o.run_id = r.id
      LEFT JOIN refinery.imports i ON i.id = r.id
     CROSS JOIN LATERAL (
           SELECT coalesce(c.rejected, 0) AS rejected, coalesce(c.stored, 0) + coalesce(c.duplicates, 0) + coalesce(c.rejected, 0) AS rows
             FROM jsonb_to_record(o.counters) AS c (stored bigint, duplicates bigint, rejected bigint)) AS n
     WHERE r.id = ANY ($1::uuid[]) AND r.status = 'running' AND r.jobs_pruned_at IS NULL
), settled AS (
    UPDATE refinery.runs r
       SET status = CASE v.reason WHEN 'finished' THEN 'completed' WHEN 'dead_jobs' THEN 'failed'
                           WHEN 'operator' THEN 'cancelled' ELSE 'paused' END,
           status_reason = nullif(v.reason, 'finished'),
           counters = v.counters,
           started_at = coalesce(r.started_at, v.started_at),
           finished_at = CASE WHEN v.reason IN ('finished', 'dead_jobs', 'operator') THEN clock_timestamp() END
      FROM verdict v
     WHERE r.id = v.run_id AND v.reason IS NOT NULL
    RETURNING r.id, r.kind, r.status, r.status_reason
), held AS (
    UPDATE refinery.jobs j
       SET state = 'waiting', ready_at = NULL
      FROM settled s
     WHERE s.status = 'paused' AND j.run_id = s.id AND j.state IN ('ready', 'waiting')
)
SELECT s.id, s.status, s.status_reason, s.kind, coalesce((i.options ->> 'links_records')::boolean, i.id IS NOT NULL)
  FROM settled s
  LEFT JOIN refinery.imports i ON i.id = s.id
