-- sql/queries/list_events.sql: events after seq $1, of import $2 or (null) of all, oldest first, at most $3, as payloads.
SELECT seq, import_id,
       (jsonb_build_object('v', 1, 'seq', seq, 'at', refinery_internal.utc_time(at), 'import_id', import_id, 'kind', kind) || data)::text AS payload
  FROM refinery.events
 WHERE seq > $1::bigint AND ($2::uuid IS NULL OR import_id = $2::uuid)
 ORDER BY seq
 LIMIT $3::int
