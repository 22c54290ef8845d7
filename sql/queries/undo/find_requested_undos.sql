-- sql/queries/undo/find_requested_undos.sql: imports whose undo somebody asked for who could not do it, at most $1.
SELECT r.id FROM refinery.runs r WHERE r.status = 'undone' AND r.status_reason = 'requested' ORDER BY r.id LIMIT $1::int
