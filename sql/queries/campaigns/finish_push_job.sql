-- sql/queries/campaigns/finish_push_job.sql: push job $1 with token $2, worker $3 and run $4 is over. What it could not send failed, because of $5; what may have arrived is
-- unknown where the destination does not know what it has ($6 is false). No row: the lease was lost.
WITH claimed AS MATERIALIZED (
    SELECT j.id, j.run_id, j.first_row, j.row_count
      FROM refinery.jobs j
     WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid AND j.state = 'claimed'
       FOR NO KEY UPDATE
), left_over AS (
    UPDATE refinery.campaign_pushes p
       SET status = CASE WHEN p.sent_token IS NULL OR $6::boolean THEN 'failed' ELSE 'unknown' END, reason = $5::text, changed_at = clock_timestamp()
      FROM claimed c
     WHERE p.run_id = c.run_id AND p.place BETWEEN c.first_row AND c.first_row + c.row_count - 1 AND p.status = 'pending'
    RETURNING p.place, p.status
)
UPDATE refinery.jobs j
   SET state = 'done', finished_at = clock_timestamp(),
       counters = (SELECT jsonb_strip_nulls(jsonb_build_object(
                              'contacts', count(*), 'pushed', nullif(count(*) FILTER (WHERE n.status = 'pushed'), 0),
                              'refused', nullif(count(*) FILTER (WHERE n.status = 'refused'), 0), 'failed', nullif(count(*) FILTER (WHERE n.status = 'failed'), 0),
                              'unknown', nullif(count(*) FILTER (WHERE n.status = 'unknown'), 0),
                              'suppressed', nullif(count(*) FILTER (WHERE n.status = 'suppressed'), 0), 'repeated', nullif(sum(greatest(n.sends - 1, 0)), 0)))
                     FROM (SELECT coalesce(o.status, p.status) AS status, p.sends
                             FROM claimed c
                             JOIN refinery.campaign_pushes p ON p.run_id = c.run_id AND p.place BETWEEN c.first_row AND c.first_row + c.row_count - 1
                             LEFT JOIN left_over o ON o.place = p.place) AS n)
  FROM claimed c
 WHERE j.id = c.id
RETURNING j.id
