-- sql/queries/campaigns/list_pushes.sql: contacts of block $1 and where they are, at destination $2 and with status $3, or null for any. The second id is the one that the
-- destination knows a contact by: that of the persona when it was put down, though that is merged into another one by now (list_push_contacts.sql).
SELECT p.destination, p.persona_id, coalesce(p.origin_id, p.persona_id), p.status, p.reason, p.reference, p.sends, p.run_id,
       extract(epoch FROM p.changed_at)::float8
  FROM refinery.campaign_pushes p
  LEFT JOIN refinery.campaign_block_contacts c ON c.block_id = p.block_id AND c.persona_id = p.persona_id
 WHERE p.block_id = $1::uuid AND ($2::text IS NULL OR p.destination = $2::text) AND ($3::text IS NULL OR p.status = $3::text)
 ORDER BY p.destination, c.position, p.persona_id
