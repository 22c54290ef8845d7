-- sql/queries/audit/count_audit_entries.sql: entries of the audit log by operation, of run $1 or of all, and how many of them failed.
SELECT a.operation, count(*), count(*) FILTER (WHERE a.status = 'failure')
  FROM refinery.audit_log a
 WHERE $1::uuid IS NULL OR a.run_id = $1
 GROUP BY a.operation
 ORDER BY a.operation
