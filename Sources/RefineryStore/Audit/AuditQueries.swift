package import Postgres
package import RefineryModel
internal import SQLCatalog

/// An entry of the audit log: who did what.
package struct AuditEntry: Sendable, Equatable {
    package let id: Int64
    /// In seconds since 1970.
    package let at: Double
    /// `cli:user@host`, `key:id`, `fleet:worker` or `db:user`.
    package let actor: String
    package let runID: RunID?
    package let jobID: Int64?
    package let recordID: Int64?
    package let operation: String
    /// `info`, `warning` or `error`.
    package let level: String
    /// `success` or `failure`.
    package let status: String
    package let message: String
    /// A JSON object.
    package let metadata: String
}

/// Writes an entry about something that no trigger sees. SQL: `sql/queries/audit/record_act.sql`.
package struct RecordAct: Query {
    package static let sql = SQLCatalog.query("record_act")
    package let operation: String, message: String, runID: RunID?, recordID: Int64?, metadata: String

    /// - Parameter metadata: A JSON object without values of rows.
    package init(operation: String, message: String, runID: RunID? = nil, recordID: Int64? = nil, metadata: String = "{}") {
        (self.operation, self.message, self.runID, self.recordID, self.metadata) = (operation, message, runID, recordID, metadata)
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(operation)
        parameters.append(message)
        parameters.append(runID)
        parameters.append(recordID)
        parameters.append(JSONB(metadata))
    }
}

/// Lists entries, oldest first. SQL: `sql/queries/audit/list_audit_entries.sql`.
package struct ListAuditEntries: Query {
    package static let sql = SQLCatalog.query("list_audit_entries")
    package let runID: RunID?, after: Int64, limit: Int

    /// - Parameter runID: nil: of all.
    package init(runID: RunID?, after: Int64, limit: Int) { (self.runID, self.after, self.limit) = (runID, after, limit) }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(runID)
        parameters.append(after)
        parameters.append(Int32(clamping: limit))
    }

    package static func decode(_ row: Row) throws -> AuditEntry {
        AuditEntry(
            id: try row[0], at: try row[1], actor: try row[2], runID: try row[3], jobID: try row[4], recordID: try row[5],
            operation: try row[6], level: try row[7], status: try row[8], message: try row[9], metadata: try row[10])
    }
}

/// Entries of one operation.
package struct AuditCount: Sendable, Equatable {
    package let operation: String
    package let total: Int64
    package let failed: Int64
}

/// Counts entries by operation. SQL: `sql/queries/audit/count_audit_entries.sql`.
package struct CountAuditEntries: Query {
    package static let sql = SQLCatalog.query("count_audit_entries")
    package let runID: RunID?
    /// - Parameter runID: nil: of all.
    package init(runID: RunID?) { self.runID = runID }
    package func bind(_ parameters: inout Parameters) { parameters.append(runID) }
    package static func decode(_ row: Row) throws -> AuditCount {
        AuditCount(operation: try row[0], total: try row[1], failed: try row[2])
    }
}

/// Where the chain of the audit log ends: what somebody notes elsewhere, to see later that nothing before it was rewritten.
package struct AuditHead: Sendable, Equatable {
    package let seq: Int64
    /// 32 bytes.
    package let hash: [UInt8]

    package init(seq: Int64, hash: [UInt8]) { (self.seq, self.hash) = (seq, hash) }
}

/// Finds the end of the chain, and the place behind which it begins. SQL: `sql/queries/audit/find_audit_head.sql`.
package struct FindAuditHead: Query {
    package static let sql = SQLCatalog.query("find_audit_head")
    package init() {}
    package static func decode(_ row: Row) throws -> (head: AuditHead, anchor: Int64) {
        (AuditHead(seq: try row[0], hash: try row[1]), try row[2])
    }
}

/// Something that is wrong with the audit log.
package struct AuditProblem: Sendable, Equatable {
    /// The place in the chain; nil for an entry that has none.
    package let seq: Int64?
    package let entryID: Int64?
    /// `altered`, `deleted`, `gap`, `unchained`, `truncated` or `rewritten`.
    package let problem: String
}

/// Lists what is wrong with the audit log. SQL: `sql/queries/audit/list_audit_problems.sql`.
package struct ListAuditProblems: Query {
    package static let sql = SQLCatalog.query("list_audit_problems")
    package let known: AuditHead?
    /// - Parameter known: Where the chain ended once; nil: nobody noted it.
    package init(known: AuditHead?) { self.known = known }
    package func bind(_ parameters: inout Parameters) {
        parameters.append(known?.seq)
        parameters.append(known?.hash)
    }
    package static func decode(_ row: Row) throws -> AuditProblem {
        AuditProblem(seq: try row[0], entryID: try row[1], problem: try row[2])
    }
}
