package import Postgres
package import RefineryModel
internal import SQLCatalog

/// An import as lists and progress bars show it.
package struct ImportSummary: Sendable, Equatable {
    package let id: ImportID
    package let fileName: String
    package let progress: ImportProgress
    /// Rows that may pass before the import pauses by itself; nil means all.
    package let rowLimit: Int64?
    /// Seconds from submit to the end, or to now.
    package let elapsedSeconds: Double
    /// Seconds from the first batch to the end, or to now.
    package let runningSeconds: Double
    /// When it was submitted, begun and ended, in seconds since 1970; nil: not yet.
    package let submittedAt: Double
    package let startedAt: Double?
    package let finishedAt: Double?
    /// Who submitted it; nil in imports of older programs.
    package let submitter: String?
    /// What it was submitted with; nil: alone.
    package let submission: SubmissionID?

    package init(
        id: ImportID, fileName: String, progress: ImportProgress, rowLimit: Int64?, elapsedSeconds: Double, runningSeconds: Double,
        submittedAt: Double, startedAt: Double?, finishedAt: Double?, submitter: String?, submission: SubmissionID? = nil
    ) {
        self.id = id
        self.fileName = fileName
        self.progress = progress
        self.rowLimit = rowLimit
        self.elapsedSeconds = elapsedSeconds
        self.runningSeconds = runningSeconds
        self.submittedAt = submittedAt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.submitter = submitter
        self.submission = submission
    }
}

/// Lists imports with their progress, newest first. SQL: `sql/queries/imports/list_progress.sql`.
package struct ListProgress: Query {
    package static let sql = SQLCatalog.query("list_progress")
    package let after: ImportID?, limit: Int, filter: Filter

    /// Which imports; what is nil is any.
    package struct Filter: Sendable, Equatable {
        package var statuses: [ImportStatus]?
        /// Submitted then or later, in seconds since 1970.
        package var since: Double?
        /// Part of the name of who submitted it, in any case.
        package var submitter: String?
        package var submission: SubmissionID?

        package init() {}
    }

    /// - Parameter after: Only those that are listed behind this one.
    package init(after: ImportID? = nil, limit: Int = 100, filter: Filter = Filter()) {
        self.after = after
        self.limit = limit
        self.filter = filter
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(filter.statuses?.map(\.rawValue))
        parameters.append(Int32(clamping: limit))
        parameters.append(filter.since)
        parameters.append(filter.submitter)
        parameters.append(after)
        parameters.append(filter.submission)
    }

    package static func decode(_ row: Row) throws -> ImportSummary { try ImportSummary(row) }
}

/// Finds how far an import is, and whether it stood still in between, so that rows per second since its submit say nothing. SQL:
/// `sql/queries/imports/find_progress.sql`.
package struct FindProgress: Query {
    package static let sql = SQLCatalog.query("find_progress")
    package let importID: ImportID

    package init(_ importID: ImportID) { self.importID = importID }

    package func bind(_ parameters: inout Parameters) { parameters.append(importID) }

    package static func decode(_ row: Row) throws -> (summary: ImportSummary, isInterrupted: Bool) {
        (try ImportSummary(row, behind: 1), try row[0])
    }
}

extension ImportSummary {
    /// A row of the view `import_summaries`.
    /// - Parameter before: How many columns stand before it.
    fileprivate init(_ row: Row, behind before: Int = 0) throws {
        let looksUp: Bool = try row[before + 14]
        let lookups =
            try looksUp
            ? LookupProgress(
                phones: row[before + 15], numbers: row[before + 16], done: row[before + 17], asked: row[before + 18],
                failed: row[before + 19], requests: row[before + 20], repeated: row[before + 21],
                spent: row[before + 22], limit: row[before + 23]) : nil
        self.init(
            id: try row[before], fileName: try row[before + 1],
            progress: ImportProgress(
                status: try row[before + 2], statusReason: try row[before + 3], sourceBytes: try row[before + 4],
                splitBytes: try row[before + 5], rowsSplit: try row[before + 6],
                isSplit: try row[before + 7], stored: try row[before + 8], duplicates: try row[before + 9], rejected: try row[before + 10],
                lookups: lookups),
            rowLimit: try row[before + 11], elapsedSeconds: try row[before + 12], runningSeconds: try row[before + 13],
            submittedAt: try row[before + 24],
            startedAt: try row[before + 25],
            finishedAt: try row[before + 26], submitter: try row[before + 27], submission: try row[before + 28])
    }
}

/// Finds those of some imports that stood still in between, so that rows per second since their submit say nothing. SQL:
/// `sql/queries/imports/find_interrupted_imports.sql`.
package struct FindInterruptedImports: Query {
    package static let sql = SQLCatalog.query("find_interrupted_imports")
    package let ids: [ImportID]

    package init(ids: [ImportID]) { self.ids = ids }

    package func bind(_ parameters: inout Parameters) { parameters.append(ids) }

    package static func decode(_ row: Row) throws -> ImportID { try row[0] }
}
