-- sql/queries/events/insert_events.sql: one durable event a run: $1 run ids, $2 kinds, $3 fields of its own as JSON
-- objects. The counters every event carries are read here, so that all writers tell the same story. What comes back is
-- the payload for NOTIFY.
INSERT INTO refinery.events AS e (run_id, kind, data)
SELECT r.id, n.kind, refinery_internal.event_data(r.id) || n.data::jsonb
  FROM unnest($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY AS n (run_id, kind, data, position)
  JOIN refinery.runs r ON r.id = n.run_id
 ORDER BY n.position
RETURNING e.seq, e.run_id, refinery_internal.event_payload(e)
