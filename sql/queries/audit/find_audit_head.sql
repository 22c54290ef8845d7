-- sql/queries/audit/find_audit_head.sql: where the chain of the audit log ends.
SELECT h.seq, h.hash, h.anchor_seq FROM refinery.audit_head h
