-- sql/queries/audit/record_act.sql: an entry of the audit log about something that no trigger sees: operation $1, message $2, run $3, record $4,
-- metadata $5 (see sql/views/audit.sql).
SELECT refinery_internal.audit($1::text, $2::text, $3::uuid, NULL, $4::bigint, 'info', $5::jsonb)
