-- sql/queries/alerts/list_alerts.sql: what is wrong now, the newest first.
SELECT a.kind, a.subject, a.data::text, extract(epoch FROM a.raised_at)::float8 FROM refinery.alerts a ORDER BY a.raised_at DESC, a.kind, a.subject
