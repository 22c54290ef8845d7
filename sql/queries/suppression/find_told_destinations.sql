-- sql/queries/suppression/find_told_destinations.sql: destinations that have, or may have, contacts whom an entry of the kind $1 with the value $2 is about: how many
-- of them, and when the last was sent, in seconds since 1970. Nobody takes them back from there.
SELECT p.destination, count(DISTINCT p.persona_id), max(extract(epoch FROM p.changed_at))::float8
  FROM refinery.campaign_pushes p
 WHERE p.status IN ('pushed', 'unknown')
   AND p.persona_id = ANY (ARRAY(
       SELECT e FROM refinery_internal.personas_of_entries(ARRAY[$1::text], ARRAY[refinery_internal.own_suppression_value($1::text, $2::text)]) AS e))
 GROUP BY p.destination
 ORDER BY p.destination
