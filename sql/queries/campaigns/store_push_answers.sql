-- sql/queries/campaigns/store_push_answers.sql: what became of contacts that push job $1 with token $2, worker $3 and run $4 sent: places $5, statuses $6, reasons $7, what
-- the service calls them $8. `pending`: it did not arrive, and is sent again. Not fenced (docs/decisions/0026): what arrived has arrived. A job that gets
-- on is no poison.
WITH stored AS (
    UPDATE refinery.campaign_pushes p
       SET status = a.status, reason = a.reason, reference = coalesce(a.reference, p.reference),
           sent_token = CASE a.status WHEN 'unknown' THEN p.sent_token END, changed_at = clock_timestamp()
      FROM unnest($5::bigint[], $6::text[], $7::text[], $8::text[]) AS a (place, status, reason, reference)
     WHERE p.run_id = $4::uuid AND p.place = a.place AND p.sent_token = $2::bigint AND p.status IN ('pending', 'unknown')
    RETURNING p.status
)
UPDATE refinery.jobs j
   SET attempt = 1
 WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed' AND j.attempt > 1
   AND EXISTS (SELECT FROM stored s WHERE s.status IN ('pushed', 'refused'))
