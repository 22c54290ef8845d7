-- sql/queries/enrichment/finish_enrich_job.sql: enrich job $1 with token $2, worker $3 and run $4 has asked its provider all that there is to ask. Where something of its
-- personas is still missing ($5), the next provider of the run is asked, if there is one. $6 questions have an answer: those of them that this job did not
-- ask were known. $7 is added to its counters: what was laid down (leave_questions.sql). No row: the lease was lost.
WITH done AS (
    UPDATE refinery.jobs j
       SET state = 'done', finished_at = clock_timestamp(),
           counters = refinery_internal.add_counters(refinery_internal.add_counters(j.counters, $7::jsonb), jsonb_strip_nulls(jsonb_build_object(
               'cached', nullif(greatest(0, $6::bigint - coalesce((j.counters ->> 'asked')::bigint, 0)), 0),
               'personas', (SELECT j.row_count FROM refinery.enrich_runs e WHERE e.run_id = j.run_id AND j.seq <= e.batches))))
     WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
    RETURNING j.run_id, j.seq, j.priority, j.attempts_max, j.first_row, j.row_count, j.provider
), next AS (
    INSERT INTO refinery.jobs (run_id, stage, provider, seq, state, priority, attempts_max, first_row, row_count)
    SELECT d.run_id, 'enrich', e.providers[array_position(e.providers, d.provider) + 1], d.seq + e.batches,
           CASE WHEN r.status = 'paused' THEN 'waiting' ELSE 'ready' END, d.priority, d.attempts_max, d.first_row, d.row_count
      FROM done d
      JOIN refinery.enrich_runs e ON e.run_id = d.run_id
      JOIN refinery.runs r ON r.id = d.run_id
     WHERE $5::boolean AND array_position(e.providers, d.provider) < cardinality(e.providers)
    RETURNING id
)
SELECT EXISTS (SELECT FROM next) FROM done
