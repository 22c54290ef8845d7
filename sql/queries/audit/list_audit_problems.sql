-- sql/queries/audit/list_audit_problems.sql: what is wrong with the audit log, whose chain once ended at place $1 with hash $2; null: not known
-- (see sql/views/audit.sql).
SELECT p.seq, p.entry_id, p.problem FROM refinery_internal.audit_problems($1::bigint, $2::bytea) AS p LIMIT 1000
