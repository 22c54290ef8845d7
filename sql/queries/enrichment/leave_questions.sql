-- sql/queries/enrichment/leave_questions.sql: lays down what enrich job $1 with token $2, worker $3 and run $4 was about to ask in claims before this one and no longer
-- asks; $5 seconds it counts as unanswered. Gives what finish_enrich_job.sql, after it in the transaction, adds to the counters; no row: there is none.
SELECT l.counters::text
  FROM refinery.jobs j
 CROSS JOIN LATERAL refinery_internal.leave_questions(ARRAY[j.id], $5::bigint) AS l
 WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
