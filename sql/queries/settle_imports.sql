-- sql/queries/settle_imports.sql: ends or pauses those running imports of $1 that have nothing left to do.
-- completed: split to the end, every job done. failed: nothing left but dead letters. paused: the row limit was reached,
-- or more than the wanted share of the rows ($2 is the least number of rows that says anything) was rejected.
-- Rows of batches that somebody discarded say nothing about the file, so the rate is without them.
-- The counters are summed once more, by the statement that looks at the states: a batch that ended since the last fold
-- would otherwise be missing from an import that says it is over.
WITH verdict AS (
    SELECT o.*, i.split_rejected + o.rejected AS all_rejected,
           CASE
               WHEN (i.options ->> 'reject_rate_max')::float8
                        < (i.split_rejected + o.rejected - o.discarded)::float8
                          / nullif(o.stored + o.duplicates + i.split_rejected + o.rejected - o.discarded, 0)
                    AND o.stored + o.duplicates + i.split_rejected + o.rejected >= $2::bigint
                    AND coalesce(i.status_reason, '') <> 'reject_rate_accepted'
                    AND o.busy + o.held > 0 THEN 'reject_rate'
               WHEN o.busy > 0 THEN NULL
               WHEN o.dead > 0 THEN 'dead_jobs'
               WHEN o.held > 0 THEN 'row_limit'
               WHEN i.split_at IS NOT NULL THEN 'finished'
           END AS reason
      FROM refinery.imports i
      JOIN refinery.import_counters o ON o.import_id = i.id AND o.import_id = ANY ($1::uuid[])
     WHERE i.status = 'running'
), settled AS (
    UPDATE refinery.imports i
       SET status = CASE v.reason WHEN 'finished' THEN 'completed' WHEN 'dead_jobs' THEN 'failed' ELSE 'paused' END,
           status_reason = nullif(v.reason, 'finished'),
           rows_stored = v.stored,
           rows_duplicate = v.duplicates,
           rows_rejected = v.all_rejected,
           phones = v.phones,
           numbers = v.numbers,
           numbers_done = v.numbers_done,
           numbers_asked = v.numbers_asked,
           numbers_failed = v.numbers_failed,
           lookups = v.lookups,
           lookups_repeated = v.lookups_repeated,
           finished_at = CASE WHEN v.reason IN ('finished', 'dead_jobs') THEN clock_timestamp() END
      FROM verdict v
     WHERE i.id = v.import_id AND v.reason IS NOT NULL
    RETURNING i.id, i.status, i.status_reason
), held AS (
    UPDATE refinery.jobs j
       SET state = 'waiting', ready_at = NULL
      FROM settled s
     WHERE s.status = 'paused' AND j.import_id = s.id AND j.state IN ('ready', 'waiting')
)
SELECT id, status, status_reason FROM settled
