internal import Postgres
package import RefineryModel
package import RefineryStore

extension Operations {
    /// Notes in the audit log that somebody did what changes nothing, such as looking at personal data.
    package func record(_ act: RecordAct) async throws { _ = try await withConnection { try await $0.execute(act) } }

    /// What was done to a run, or to everything.
    /// - Parameters:
    ///   - runID: nil: everything.
    ///   - limit: Entries of the timeline at most, from the oldest.
    package func auditReport(of runID: RunID?, limit: Int = 1000) async throws -> AuditDocument {
        try await withConnection { connection in
            AuditDocument(
                runID: runID, counts: try await connection.rows(CountAuditEntries(runID: runID)),
                entries: try await connection.rows(ListAuditEntries(runID: runID, after: 0, limit: limit)))
        }
    }

    /// Recomputes the chain of the audit log.
    /// - Parameter known: Where it ended once, noted elsewhere; nil: nobody did.
    package func verifyAuditLog(known: AuditHead?) async throws -> AuditVerdict {
        try await database.pool.withTransaction(TransactionOptions(isolation: .repeatableRead, isReadOnly: true)) { connection in
            let problems = try await connection.rows(ListAuditProblems(known: known))
            guard let (head, anchor) = try await connection.first(FindAuditHead()) else {
                throw StoreError.unexpectedRows(statement: "find_audit_head")
            }
            return AuditVerdict(head: head, entries: head.seq - anchor, problems: problems)
        }
    }
}

/// Whether the audit log is whole.
package struct AuditVerdict: Sendable, Equatable {
    package let head: AuditHead
    package let entries: Int64
    /// A thousand at most; empty: it is whole.
    package let problems: [AuditProblem]
}

/// The audit log is not what it was.
package struct AuditFault: Fault {
    package let problems: [AuditProblem]
    package init(_ problems: [AuditProblem]) { self.problems = problems }

    package var code: FaultCode { .auditLogAltered }
    package var summary: String {
        let words = problems.prefix(5).map { problem in
            let place = problem.seq.map { "place \($0)" } ?? problem.entryID.map { "entry \($0)" } ?? "the end"
            return "\(problem.problem) at \(place)"
        }
        return "The audit log was changed: \(words.joined(separator: ", "))\(problems.count > 5 ? " and more" : "")."
    }
    package var remedy: String? {
        "Nobody but the owner of the database can do so: find out who was, and compare with a backup. Old entries are deleted by cleanup_old_audit_logs only."
    }
}
