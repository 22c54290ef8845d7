-- sql/queries/campaigns/find_pending_pushes.sql: runs that have contacts of blocks $1 on their way to destination $2 and did not end, the one with most of them first.
SELECT p.run_id, count(*)
  FROM refinery.campaign_pushes p
  JOIN refinery.runs r ON r.id = p.run_id
 WHERE p.block_id = ANY ($1::uuid[]) AND p.destination = $2::text AND p.status = 'pending' AND r.status IN ('running', 'paused')
 GROUP BY p.run_id
 ORDER BY 2 DESC, 1
