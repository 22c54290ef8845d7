-- sql/queries/dashboard/list_newest_audit_entries.sql: entries of the audit log, of run $1 or of all, before id $2 or null for the newest, newest first, at
-- most $3; only those whose operation or actor has $4 in it, or null for all.
SELECT a.id, extract(epoch FROM a.at)::float8, a.actor, a.run_id, a.job_id, a.record_id, a.operation, a.level, a.status, a.message, a.metadata::text
  FROM refinery.audit_log a
 WHERE ($1::uuid IS NULL OR a.run_id = $1::uuid) AND ($2::bigint IS NULL OR a.id < $2::bigint)
   AND ($4::text IS NULL OR strpos(a.operation, lower($4::text)) > 0 OR strpos(lower(a.actor), lower($4::text)) > 0)
 ORDER BY a.id DESC
 LIMIT $3::int
