-- sql/queries/campaigns/list_push_contacts.sql: the contacts that push job $1 with token $2, worker $3 and run $4 is about to send, by message. A contact keeps the id
-- that it was put down with: a service knows it by that when it comes once more.
SELECT p.place, p.message_id, p.block_id, b.name, coalesce(p.origin_id, p.persona_id), p.is_repeated, c.object::text
  FROM refinery.jobs j
  JOIN refinery.campaign_pushes p ON p.run_id = j.run_id AND p.place BETWEEN j.first_row AND j.first_row + j.row_count - 1
  JOIN refinery.campaign_blocks b ON b.id = p.block_id
  JOIN refinery.block_contacts c ON c.block_id = p.block_id AND c.persona_id = p.persona_id
 WHERE j.id = $1::bigint AND j.token = $2::bigint AND j.worker_id = $3::uuid AND j.run_id = $4::uuid
   AND p.sent_token = $2::bigint AND p.status = 'pending'
 ORDER BY p.place
