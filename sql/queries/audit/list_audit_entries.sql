-- sql/queries/audit/list_audit_entries.sql: entries of the audit log, of run $1 or of all, behind id $2, oldest first, at most $3.
SELECT a.id, extract(epoch FROM a.at)::float8, a.actor, a.run_id, a.job_id, a.record_id, a.operation, a.level, a.status, a.message, a.metadata::text
  FROM refinery.audit_log a
 WHERE ($1::uuid IS NULL OR a.run_id = $1) AND a.id > $2::bigint
 ORDER BY a.id
 LIMIT $3::int
