package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Finds ended imports whose jobs and events were kept long enough. SQL: `sql/queries/find_prunable_imports.sql`.
package struct FindPrunableImports: Query {
    package static let sql = SQLCatalog.query("find_prunable_imports")
    package let completed: Duration, failed: Duration, limit: Int

    /// - Parameters:
    ///   - completed: How long jobs are kept after the end of an import that completed or was cancelled.
    ///   - failed: The same for an import that ended with dead letters.
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

    package static func decode(_ row: Row) throws -> ImportID { try row[0] }
}

/// Makes the counters of an ended import final. SQL: `sql/queries/begin_pruning.sql`. No row: it runs again.
package struct BeginPruning: Query {
    package static let sql = SQLCatalog.query("begin_pruning")
    package let importID: ImportID
    package init(importID: ImportID) { self.importID = importID }
    package func bind(_ parameters: inout Parameters) { parameters.append(importID) }
    package static func decode(_ row: Row) throws -> ImportID { try row[0] }
}

/// Deletes some jobs of an import whose pruning has begun. SQL: `sql/queries/prune_jobs.sql`.
package struct PruneJobs: Query {
    package static let sql = SQLCatalog.query("prune_jobs")
    package let importID: ImportID, limit: Int

    package init(importID: ImportID, limit: Int) {
        self.importID = importID
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(Int32(clamping: limit))
    }

    /// How many were deleted.
    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}

/// Deletes some events of an import. SQL: `sql/queries/prune_events.sql`.
package struct PruneEvents: Query {
    package static let sql = SQLCatalog.query("prune_events")
    package let importID: ImportID, limit: Int

    package init(importID: ImportID, limit: Int) {
        self.importID = importID
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(Int32(clamping: limit))
    }

    /// How many were deleted.
    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}
