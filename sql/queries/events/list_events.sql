-- sql/queries/events/list_events.sql: events after seq $1, of run $2 or (null) of all, oldest first, at most $3, as payloads.
SELECT e.seq, e.run_id, refinery_internal.event_payload(e)
  FROM refinery.events e
 WHERE e.seq > $1::bigint AND ($2::uuid IS NULL OR e.run_id = $2::uuid)
 ORDER BY e.seq
 LIMIT $3::int
