package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Pauses a run. SQL: `sql/views/control.sql`.
package struct PauseRun: Query {
    package static let sql = SQLCatalog.query("pause_run")
    package let runID: RunID
    package init(_ runID: RunID) { self.runID = runID }
    package func bind(_ parameters: inout Parameters) { parameters.append(runID) }
    package static func decode(_ row: Row) throws -> ImportStatus { try row[0] }
}

/// What became of an import whose lookups reserved as much as it may cost.
package enum CostPause: String, Sendable, PostgresValue {
    /// It ran until now, and pauses.
    case paused
    /// It goes on: other lookups of it are under way, and may give money back.
    case inFlight = "in_flight"
    /// It did not run any more, and stays as it is.
    case notRunning = "not_running"
}

/// Pauses an import whose lookups reserved as much as it may cost, unless some of them are under way.
/// SQL: `sql/queries/runs/pause_import_at_cost.sql`.
package struct PauseImportAtCost: Query {
    package static let sql = SQLCatalog.query("pause_import_at_cost")
    package let importID: ImportID
    package init(importID: ImportID) { self.importID = importID }
    package func bind(_ parameters: inout Parameters) { parameters.append(importID) }
    package static func decode(_ row: Row) throws -> CostPause { try row[0] }
}

/// Resumes a run. SQL: `sql/views/control.sql`.
package struct ResumeRun: Query {
    package static let sql = SQLCatalog.query("resume_run")
    package let runID: RunID
    /// Of an import, how many more rows may pass: nil as many as were allowed at submit, 0 all.
    package let rows: Int64?

    package init(_ runID: RunID, rows: Int64?) {
        self.runID = runID
        self.rows = rows
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(runID)
        parameters.append(rows)
    }

    package static func decode(_ row: Row) throws -> ImportStatus { try row[0] }
}

/// Ends a run. SQL: `sql/views/control.sql`.
package struct CancelRun: Query {
    package static let sql = SQLCatalog.query("cancel_run")
    package let runID: RunID
    package init(_ runID: RunID) { self.runID = runID }
    package func bind(_ parameters: inout Parameters) { parameters.append(runID) }
    package static func decode(_ row: Row) throws -> ImportStatus { try row[0] }
}

/// Revives the dead jobs of a run. SQL: `sql/views/control.sql`.
package struct RetryRun: Query {
    package static let sql = SQLCatalog.query("retry_run")
    package let runID: RunID
    package init(_ runID: RunID) { self.runID = runID }
    package func bind(_ parameters: inout Parameters) { parameters.append(runID) }
    /// How many were revived.
    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}

/// A dead job of a batch: its refine job, or its lookup job.
package struct DeadBatch: Sendable, Equatable {
    package let id: JobID
    package let stage: Stage
}

/// Finds the dead jobs of one batch. SQL: `sql/queries/runs/find_dead_batch.sql`.
package struct FindDeadBatch: Query {
    package static let sql = SQLCatalog.query("find_dead_batch")
    package let runID: RunID, seq: Int32

    package init(_ runID: RunID, seq: Int32) {
        self.runID = runID
        self.seq = seq
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(runID)
        parameters.append(seq)
    }

    package static func decode(_ row: Row) throws -> DeadBatch { DeadBatch(id: try row[0], stage: try row[1]) }
}

/// Revives one dead job. SQL: `sql/views/control.sql`.
package struct RetryJob: Query {
    package static let sql = SQLCatalog.query("retry_job")
    package let job: JobID
    package init(job: JobID) { self.job = job }
    package func bind(_ parameters: inout Parameters) { parameters.append(job) }
    package static func decode(_ row: Row) throws -> JobState { try row[0] }
}

/// Gives one dead job up. SQL: `sql/views/control.sql`.
package struct DiscardJob: Query {
    package static let sql = SQLCatalog.query("discard_job")
    package let job: JobID
    package init(job: JobID) { self.job = job }
    package func bind(_ parameters: inout Parameters) { parameters.append(job) }
    /// How many rows, or numbers of a lookup batch, were given up.
    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}

/// Moves a run forward or back in the queue. SQL: `sql/views/control.sql`.
package struct SetPriority: Query {
    package static let sql = SQLCatalog.query("set_priority")
    package let runID: RunID, priority: Int

    package init(_ runID: RunID, priority: Int) {
        self.runID = runID
        self.priority = priority
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(runID)
        parameters.append(Int32(clamping: priority))
    }

    package static func decode(_ row: Row) throws -> Int32 { try row[0] }
}
