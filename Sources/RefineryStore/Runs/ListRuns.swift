package import Postgres
package import RefineryModel
internal import SQLCatalog

/// A run of any kind, as lists show it.
package struct RunSummary: Sendable, Equatable {
    package let id: RunID
    /// What its jobs do, such as `import`.
    package let kind: String
    package let status: ImportStatus
    package let statusReason: String?
    /// Smaller is sooner.
    package let priority: Int16
    /// Its jobs so far, and those of them that are over; 0 once they are pruned.
    package let jobs: Int64
    package let jobsDone: Int64
    /// What they add up to, by name; one that is not there is zero.
    package let counters: [String: Int64]
    /// Seconds from its beginning to its end, or to now.
    package let elapsedSeconds: Double
    /// When it was submitted, begun and ended, in seconds since 1970; nil: not yet.
    package let submittedAt: Double
    package let startedAt: Double?
    package let finishedAt: Double?
    /// Who asked for it; nil in imports of older programs.
    package let submitter: String?

    package var isImport: Bool { kind == "import" }
}

/// Lists runs, newest first. SQL: `sql/queries/runs/list_runs.sql`.
package struct ListRuns: Query {
    package static let sql = SQLCatalog.query("list_runs")
    package let runID: RunID?, after: RunID?, limit: Int, withImports: Bool

    /// - Parameters:
    ///   - runID: nil for all runs.
    ///   - after: Only those that are listed behind this one.
    ///   - withImports: Whether imports are among them; ``ListProgress`` tells more of these.
    package init(runID: RunID? = nil, after: RunID? = nil, limit: Int = 100, withImports: Bool = true) {
        self.runID = runID
        self.after = after
        self.limit = limit
        self.withImports = withImports
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(runID)
        parameters.append(Int32(clamping: limit))
        parameters.append(withImports)
        parameters.append(after)
    }

    package static func decode(_ row: Row) throws -> RunSummary {
        RunSummary(
            id: try row[0], kind: try row[1], status: try row[2], statusReason: try row[3], priority: try row[4], jobs: try row[5],
            jobsDone: try row[6], counters: try JSON.value(from: try row[7]), elapsedSeconds: try row[8], submittedAt: try row[9],
            startedAt: try row[10], finishedAt: try row[11], submitter: try row[12])
    }
}

/// Resolves the beginning of a run's id; an empty text means the newest import. SQL: `sql/queries/runs/find_run.sql`.
package struct FindRun: Query {
    package static let sql = SQLCatalog.query("find_run")
    package let text: String

    package init(text: String) { self.text = text }

    package func bind(_ parameters: inout Parameters) { parameters.append(text) }

    package static func decode(_ row: Row) throws -> RunID { try row[0] }
}
