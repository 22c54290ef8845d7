package import RefineryModel
package import RefineryStore

/// What was done to a run, as programs read it. Its keys are in camelCase.
package struct AuditDocument: Encodable, Sendable {
    /// An entry of the audit log.
    package struct Entry: Encodable, Sendable {
        package let at: String
        package let actor: String
        let runId: String?
        let jobId: Int64?
        let recordId: Int64?
        package let operation: String
        package let level: String
        package let status: String
        package let message: String
        let metadata: JSONValue
    }

    let runId: String?
    package let totalOperations: Int64
    /// Percent of the operations that succeeded; 100 where there were none.
    package let successRate: Double
    package let errorCount: Int64
    package let operationsByType: [String: Int64]
    /// The oldest first.
    package let timeline: [Entry]
    package let summary: String

    package init(runID: RunID?, counts: [AuditCount], entries: [AuditEntry]) {
        runId = runID?.description
        totalOperations = counts.reduce(0) { $0 + $1.total }
        errorCount = counts.reduce(0) { $0 + $1.failed }
        let share = totalOperations == 0 ? 100 : Double(totalOperations - errorCount) * 100 / Double(totalOperations)
        successRate = (share * 100).rounded() / 100
        operationsByType = Dictionary(uniqueKeysWithValues: counts.map { ($0.operation, $0.total) })
        timeline = entries.map { entry in
            Entry(
                at: Timestamp.iso8601(entry.at), actor: entry.actor, runId: entry.runID?.description, jobId: entry.jobID,
                recordId: entry.recordID, operation: entry.operation, level: entry.level, status: entry.status, message: entry.message,
                metadata: JSONValue(Array(entry.metadata.utf8)) ?? .null)
        }
        let actors = Set(entries.map(\.actor)).count
        summary =
            "\(NumberFormat.counted(totalOperations, "operation")) by \(NumberFormat.counted(Int64(actors), "actor")), "
            + "\(NumberFormat.counted(errorCount, "failure")): \(NumberFormat.shortest(successRate)) % succeeded."
    }
}
