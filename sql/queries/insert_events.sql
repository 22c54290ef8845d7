-- sql/queries/insert_events.sql: one durable event an import: $1 import ids, $2 kinds, $3 fields of its own as JSON
-- objects. The counters every event carries are read here, so that all writers tell the same story. What comes back is
-- the payload for NOTIFY.
INSERT INTO refinery.events (import_id, kind, data)
SELECT i.id, e.kind, jsonb_build_object(
           'status', i.status, 'reason', i.status_reason,
           'rows', CASE WHEN i.split_at IS NOT NULL THEN i.split_rows END, 'rows_split', i.split_rows,
           'stored', i.rows_stored, 'duplicates', i.rows_duplicate, 'rejected', i.rows_rejected,
           'numbers', i.numbers, 'numbers_done', i.numbers_done, 'lookups', i.lookups) || e.data::jsonb
  FROM unnest($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY AS e (import_id, kind, data, position)
  JOIN refinery.imports i ON i.id = e.import_id
 ORDER BY e.position
RETURNING seq, import_id,
          (jsonb_build_object('v', 1, 'seq', seq, 'at', refinery_internal.utc_time(at), 'import_id', import_id, 'kind', kind) || data)::text AS payload
