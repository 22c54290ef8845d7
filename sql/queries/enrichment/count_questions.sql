-- sql/queries/enrichment/count_questions.sql: adds counters (names $5, numbers $6) to enrich job $1 with token $2, worker $3 and run $4. $7 numbers the steps of
-- this claim: one that is told again is not counted twice. A job that gets on is no poison. No row: the lease was lost.
UPDATE refinery.jobs j
   SET counters = CASE WHEN j.counted_step IS DISTINCT FROM $7::int
                       THEN refinery_internal.add_counters(j.counters, (SELECT jsonb_object_agg(c.name, c.number)
                                                                          FROM unnest($5::text[], $6::bigint[]) AS c (name, number)))
                       ELSE j.counters END,
       attempt = 1, counted_step = $7::int
 WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
RETURNING j.id
