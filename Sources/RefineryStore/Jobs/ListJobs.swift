package import Postgres
package import RefineryModel
internal import SQLCatalog

/// How many jobs of a stage are in a state.
package struct JobCount: Sendable, Equatable {
    package let stage: Stage
    package let state: JobState
    package let count: Int64

    package init(stage: Stage, state: JobState, count: Int64) { (self.stage, self.state, self.count) = (stage, state, count) }
}

/// Counts the jobs of a run by stage and state. SQL: `sql/queries/jobs/count_jobs.sql`.
package struct CountJobs: Query {
    package static let sql = SQLCatalog.query("count_jobs")
    package let runID: RunID

    package init(runID: RunID) { self.runID = runID }

    package func bind(_ parameters: inout Parameters) { parameters.append(runID) }

    package static func decode(_ row: Row) throws -> JobCount { JobCount(stage: try row[0], state: try row[1], count: try row[2]) }
}

/// A job that is out of attempts, with the last thing that went wrong.
package struct DeadJob: Sendable, Equatable {
    package let id: JobID
    package let stage: Stage
    package let seq: Int32
    package let attempt: Int16
    package let code: String?
    package let message: String?

    package init(id: JobID, stage: Stage, seq: Int32, attempt: Int16, code: String?, message: String?) {
        (self.id, self.stage, self.seq, self.attempt, self.code, self.message) = (id, stage, seq, attempt, code, message)
    }
}

/// Lists dead letters. SQL: `sql/queries/jobs/list_dead_jobs.sql`.
package struct ListDeadJobs: Query {
    package static let sql = SQLCatalog.query("list_dead_jobs")
    package let runID: RunID, limit: Int

    package init(runID: RunID, limit: Int = 20) {
        self.runID = runID
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(runID)
        parameters.append(Int32(clamping: limit))
    }

    package static func decode(_ row: Row) throws -> DeadJob {
        DeadJob(id: try row[0], stage: try row[1], seq: try row[2], attempt: try row[3], code: try row[4], message: try row[5])
    }
}
