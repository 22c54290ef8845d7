package import Postgres
package import RefineryModel
internal import SQLCatalog

/// A run whose progress may have changed.
package struct ActiveRun: Sendable, Equatable {
    package let id: RunID
    package let status: ImportStatus
}

/// Locks the runs whose progress may have changed. SQL: `sql/queries/runs/lock_active_runs.sql`.
package struct LockActiveRuns: Query {
    package static let sql = SQLCatalog.query("lock_active_runs")
    package let paused: [RunID], others: [RunID], only: [RunID]?

    /// - Parameters:
    ///   - paused: Paused runs to look at as well.
    ///   - others: Runs that are left alone.
    ///   - only: Nothing but these, where they may have changed; nil for all.
    package init(paused: [RunID], but others: [RunID] = [], only: [RunID]? = nil) {
        (self.paused, self.others, self.only) = (paused, others, only)
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(paused)
        parameters.append(others)
        parameters.append(only)
    }

    package static func decode(_ row: Row) throws -> ActiveRun { ActiveRun(id: try row[0], status: try row[1]) }
}

/// A run whose counters changed.
package struct FoldedRun: Sendable, Equatable {
    package let id: RunID
    /// What its jobs do, such as `import`.
    package let kind: String
}

/// Sums the counters of jobs into their runs; gives those that changed. SQL: `sql/queries/runs/fold_progress.sql`.
package struct FoldProgress: Query {
    package static let sql = SQLCatalog.query("fold_progress")
    package let runs: [RunID]
    package init(runs: [RunID]) { self.runs = runs }
    package func bind(_ parameters: inout Parameters) { parameters.append(runs) }
    package static func decode(_ row: Row) throws -> FoldedRun { FoldedRun(id: try row[0], kind: try row[1]) }
}

/// A run that ended or paused.
package struct SettledRun: Sendable, Equatable {
    package let id: RunID
    package let status: ImportStatus
    package let reason: String?
    /// What its jobs do, such as `import`.
    package let kind: String
    /// Whether what it stored is to be linked.
    package let linksRecords: Bool
}

/// Ends or pauses runs that have nothing left to do. SQL: `sql/queries/runs/settle_runs.sql`.
package struct SettleRuns: Query {
    package static let sql = SQLCatalog.query("settle_runs")
    package let runs: [RunID], rowsMin: Int64

    /// - Parameter rowsMin: Rows of an import that must have their outcome before their reject rate says anything.
    package init(runs: [RunID], rowsMin: Int64) {
        self.runs = runs
        self.rowsMin = rowsMin
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(runs)
        parameters.append(rowsMin)
    }

    package static func decode(_ row: Row) throws -> SettledRun {
        SettledRun(id: try row[0], status: try row[1], reason: try row[2], kind: try row[3], linksRecords: try row[4])
    }
}

/// Which runs still have jobs under way. SQL: `sql/queries/runs/find_runs_under_way.sql`.
package struct FindRunsUnderWay: Query {
    package static let sql = SQLCatalog.query("find_runs_under_way")
    package let runs: [RunID]
    package init(runs: [RunID]) { self.runs = runs }
    package func bind(_ parameters: inout Parameters) { parameters.append(runs) }
    package static func decode(_ row: Row) throws -> RunID { try row[0] }
}

/// All paused runs. SQL: `sql/queries/runs/list_paused_runs.sql`.
package struct ListPausedRuns: Query {
    package static let sql = SQLCatalog.query("list_paused_runs")
    package init() {}
    package static func decode(_ row: Row) throws -> RunID { try row[0] }
}
