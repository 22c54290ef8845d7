package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Finds ended runs whose jobs and events were kept long enough. SQL: `sql/queries/retention/find_prunable_runs.sql`.
package struct FindPrunableRuns: Query {
    package static let sql = SQLCatalog.query("find_prunable_runs")
    package let completed: Duration, failed: Duration, limit: Int

    /// - Parameters:
    ///   - completed: How long jobs are kept after the end of a run that completed or was cancelled.
    ///   - failed: The same for a run that ended with dead letters.
    package init(completed: Duration, failed: Duration, limit: Int = 20) {
        self.completed = completed
        self.failed = failed
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(completed.inMilliseconds)
        parameters.append(failed.inMilliseconds)
        parameters.append(Int32(clamping: limit))
    }

    package static func decode(_ row: Row) throws -> RunID { try row[0] }
}

/// Makes the counters of an ended run final. SQL: `sql/queries/retention/begin_pruning.sql`. No row: it runs again.
package struct BeginPruning: Query {
    package static let sql = SQLCatalog.query("begin_pruning")
    package let runID: RunID
    package init(runID: RunID) { self.runID = runID }
    package func bind(_ parameters: inout Parameters) { parameters.append(runID) }
    package static func decode(_ row: Row) throws -> RunID { try row[0] }
}

/// Deletes some jobs of a run whose pruning has begun. SQL: `sql/queries/retention/prune_jobs.sql`.
package struct PruneJobs: Query {
    package static let sql = SQLCatalog.query("prune_jobs")
    package let runID: RunID, limit: Int

    package init(runID: RunID, limit: Int) {
        self.runID = runID
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(runID)
        parameters.append(Int32(clamping: limit))
    }

    /// How many were deleted.
    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}

/// Deletes some events of a run. SQL: `sql/queries/retention/prune_events.sql`.
package struct PruneEvents: Query {
    package static let sql = SQLCatalog.query("prune_events")
    package let runID: RunID, limit: Int

    package init(runID: RunID, limit: Int) {
        self.runID = runID
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(runID)
        parameters.append(Int32(clamping: limit))
    }

    /// How many were deleted.
    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}

/// Deletes deliveries of webhooks that ended long ago. SQL: `sql/queries/retention/prune_deliveries.sql`.
package struct PruneDeliveries: Query {
    package static let sql = SQLCatalog.query("prune_deliveries")
    package let age: Duration, limit: Int

    package init(age: Duration, limit: Int) {
        self.age = age
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(age.inMilliseconds)
        parameters.append(Int32(clamping: limit))
    }

    /// How many were deleted.
    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}
