internal import RefineryModel
package import RefineryStore

/// An import as programs read it.
package struct ImportDocument: Codable, Sendable {
    package let importId: String
    package let fileName: String
    package let status: String
    let reason: String?
    package let submittedAt: String
    /// nil: not yet.
    let startedAt: String?
    package let finishedAt: String?
    /// nil for an import of an older program.
    package let submittedBy: String?
    /// nil for a file that was submitted alone.
    let submissionId: String?
    /// The import with the same rows; nil: there is none, or nobody asked.
    let sameRowsAs: String?
    let rows: Int64
    let rowsTotalKnown: Bool
    package let stored: Int64
    package let duplicates: Int64
    package let rejected: Int64
    let elapsedSeconds: Double
    /// nil for an import that stood still in between.
    let rowsPerSecond: Double?
    /// The rest is nil where numbers are not looked up. Requests that were paid, or may have been.
    let lookups: Int64?
    /// Phone cells that needed no request of their own.
    let lookupsSaved: Int64?
    let lookupsRepeatedAfterCrash: Int64?
    let numbers: Int64?
    let numbersDone: Int64?
    let numbersFailed: Int64?
    let costUsd: Double?
    let jobs: [String: [String: Int64]]?

    /// - Parameter rowsPerSecond: nil for an import that stood still in between.
    package init(_ summary: ImportSummary, rowsPerSecond: Double?, jobs: [JobCount]? = nil, twin: TwinImport? = nil) {
        let progress = summary.progress
        importId = summary.id.description
        fileName = summary.fileName
        status = progress.status.rawValue
        reason = progress.statusReason
        submittedAt = Timestamp.iso8601(summary.submittedAt)
        startedAt = summary.startedAt.map(Timestamp.iso8601)
        finishedAt = summary.finishedAt.map(Timestamp.iso8601)
        submittedBy = summary.submitter
        submissionId = summary.submission?.description
        sameRowsAs = twin?.id.description
        rows = progress.rowsSplit
        rowsTotalKnown = progress.isSplit
        stored = progress.stored
        duplicates = progress.duplicates
        rejected = progress.rejected
        elapsedSeconds = (summary.elapsedSeconds * 1000).rounded() / 1000
        self.rowsPerSecond = rowsPerSecond.map { ($0 * 10).rounded() / 10 }
        lookups = progress.lookups?.requests
        lookupsSaved = progress.lookups?.saved
        lookupsRepeatedAfterCrash = progress.lookups?.repeated
        numbers = progress.lookups?.numbers
        numbersDone = progress.lookups?.done
        numbersFailed = progress.lookups?.failed
        costUsd = progress.lookups?.spent.dollars
        self.jobs = jobs.map { counts in
            Dictionary(grouping: counts, by: \.stage.rawValue).mapValues {
                Dictionary($0.map { ($0.state.rawValue, $0.count) }, uniquingKeysWith: +)
            }
        }
    }
}
