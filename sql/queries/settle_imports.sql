-- sql/queries/settle_imports.sql: ends or pauses those running imports of $1 that have nothing left to do.
-- completed: split to the end, every job done. failed: nothing left but dead letters. paused: the row limit was reached,
-- or more than the wanted share of the rows ($2 is the least number of rows that says anything) was rejected.
-- The counters are summed once more, by the statement that looks at the states: a batch that ended since the last fold
-- would otherwise be missing from an import that says it is over.
WITH open AS (
    SELECT i.id,
           count(*) FILTER (WHERE j.state IN ('ready', 'claimed') OR (j.state = 'waiting' AND j.ready_at IS NOT NULL)) AS busy,
           count(*) FILTER (WHERE j.state = 'waiting' AND j.ready_at IS NULL) AS held,
           count(*) FILTER (WHERE j.state = 'dead') AS dead,
           coalesce(sum(j.stored), 0) AS stored,
           coalesce(sum(j.duplicates), 0) AS duplicates,
           i.split_rejected + coalesce(sum(j.rejected), 0) AS rejected,
           coalesce(sum(j.phones), 0) AS phones,
           coalesce(sum(coalesce(j.numbers, j.phones)), 0) AS numbers,
           coalesce(sum(j.numbers_done), 0) AS numbers_done,
           coalesce(sum(j.numbers_asked), 0) AS numbers_asked,
           coalesce(sum(j.numbers_failed), 0) AS numbers_failed,
           coalesce(sum(j.lookups), 0) AS lookups,
           coalesce(sum(j.lookups_repeated), 0) AS lookups_repeated
      FROM refinery.imports i
      JOIN refinery.jobs j ON j.import_id = i.id
     WHERE i.id = ANY ($1::uuid[]) AND i.status = 'running'
     GROUP BY i.id
), verdict AS (
    SELECT o.*,
           CASE
               WHEN (i.options ->> 'reject_rate_max')::float8
                        < o.rejected::float8 / nullif(o.stored + o.duplicates + o.rejected, 0)
                    AND o.stored + o.duplicates + o.rejected >= $2::bigint
                    AND coalesce(i.status_reason, '') <> 'reject_rate_accepted'
                    AND o.busy + o.held > 0 THEN 'reject_rate'
               WHEN o.busy > 0 THEN NULL
               WHEN o.dead > 0 THEN 'dead_jobs'
               WHEN o.held > 0 THEN 'row_limit'
               WHEN i.split_at IS NOT NULL THEN 'finished'
           END AS reason
      FROM refinery.imports i
      JOIN open o ON o.id = i.id
), settled AS (
    UPDATE refinery.imports i
       SET status = CASE v.reason WHEN 'finished' THEN 'completed' WHEN 'dead_jobs' THEN 'failed' ELSE 'paused' END,
           status_reason = nullif(v.reason, 'finished'),
           rows_stored = v.stored,
           rows_duplicate = v.duplicates,
           rows_rejected = v.rejected,
           phones = v.phones,
           numbers = v.numbers,
           numbers_done = v.numbers_done,
           numbers_asked = v.numbers_asked,
           numbers_failed = v.numbers_failed,
           lookups = v.lookups,
           lookups_repeated = v.lookups_repeated,
           finished_at = CASE WHEN v.reason IN ('finished', 'dead_jobs') THEN clock_timestamp() END
      FROM verdict v
     WHERE i.id = v.id AND v.reason IS NOT NULL
    RETURNING i.id, i.status, i.status_reason
), held AS (
    UPDATE refinery.jobs j
       SET state = 'waiting', ready_at = NULL
      FROM settled s
     WHERE s.status = 'paused' AND j.import_id = s.id AND j.state IN ('ready', 'waiting')
)
SELECT id, status, status_reason FROM settled
