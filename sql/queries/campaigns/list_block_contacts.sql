-- sql/queries/campaigns/list_block_contacts.sql: contacts that block $1 holds and that are to be called, in their order, from behind position $2, $3 at most: the
-- cells of a CSV, and the same as an object.
SELECT c.position, ARRAY(SELECT e.value FROM json_each_text(c.object) AS e), c.object::text
  FROM refinery.block_contacts c
 WHERE c.block_id = $1::uuid AND c.is_open AND c.status IN ('ready', 'called') AND c.position > $2::integer
 ORDER BY c.position
 LIMIT $3::integer
