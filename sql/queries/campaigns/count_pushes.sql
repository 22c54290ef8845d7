-- sql/queries/campaigns/count_pushes.sql: how far contacts of blocks $1 are at destination $2, or null for any: by destination and status.
SELECT p.destination, p.status, count(*)
  FROM refinery.campaign_pushes p
 WHERE p.block_id = ANY ($1::uuid[]) AND ($2::text IS NULL OR p.destination = $2::text)
 GROUP BY p.destination, p.status
 ORDER BY p.destination, p.status
