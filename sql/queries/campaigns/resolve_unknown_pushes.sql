-- sql/queries/campaigns/resolve_unknown_pushes.sql: somebody has looked: the contacts of blocks $1 that are unknown at destination $2 are there.
UPDATE refinery.campaign_pushes p
   SET status = 'pushed', reason = 'confirmed', sent_token = NULL, changed_at = clock_timestamp()
 WHERE p.block_id = ANY ($1::uuid[]) AND p.destination = $2::text AND p.status = 'unknown'
RETURNING p.persona_id
