package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Says that batches failed: they wait for another attempt, or are dead. SQL: `sql/queries/jobs/fail_jobs.sql`.
package struct FailJobs: Query {
    package static let sql = SQLCatalog.query("fail_jobs")
    package let jobs: [ClaimedJob], delays: [Duration], code: String, message: String, isFinal: Bool

    /// - Parameters:
    ///   - message: For the history of the job: never contents of a row.
    ///   - isFinal: Whether no other attempt can end otherwise: the jobs are dead at once.
    package init(jobs: [ClaimedJob], delays: [Duration], code: String, message: String, isFinal: Bool = false) {
        precondition(jobs.count == delays.count, "every job has its delay")
        self.jobs = jobs
        self.delays = delays
        self.code = code
        self.message = message
        self.isFinal = isFinal
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fences: jobs)
        parameters.append(delays.map(\.inMilliseconds))
        parameters.append(code)
        parameters.append(message)
        parameters.append(isFinal)
    }

    package static func decode(_ row: Row) throws -> FailedJob {
        FailedJob(id: try row[0], runID: try row[1], state: try row[2])
    }
}

/// A job after a failure or a rescue, and the state it is in now.
package struct FailedJob: Sendable, Equatable {
    package let id: JobID
    package let runID: RunID
    package let state: JobState

    package init(id: JobID, runID: RunID, state: JobState) {
        self.id = id
        self.runID = runID
        self.state = state
    }
}
