package import Postgres
package import RefineryModel
internal import SQLCatalog

/// What came of one batch: every row of it is in exactly one of these.
package struct BatchOutcome: Sendable, Equatable {
    package var stored = 0
    package var duplicates = 0
    package var rejected = 0
    /// Phone cells that are to be looked up.
    package var phones = 0

    package init(stored: Int = 0, duplicates: Int = 0, rejected: Int = 0) {
        self.stored = stored
        self.duplicates = duplicates
        self.rejected = rejected
    }

    package var rows: Int { stored + duplicates + rejected }
}

/// Marks batches done in the transaction that writes their effects. SQL: `sql/queries/jobs/finish_jobs.sql`.
///
/// Fewer ids back than sent means that a lease was lost: roll everything back.
package struct FinishJobs: Query {
    package static let sql = SQLCatalog.query("finish_jobs")
    package let jobs: [ClaimedJob], outcomes: [BatchOutcome]

    package init(jobs: [ClaimedJob], outcomes: [BatchOutcome]) {
        precondition(jobs.count == outcomes.count, "every job has one outcome")
        // Whoever locks several jobs does it in this order, so that nobody waits for somebody who waits for them.
        let ordered = zip(jobs, outcomes).sorted { $0.0.id < $1.0.id }
        self.jobs = ordered.map(\.0)
        self.outcomes = ordered.map(\.1)
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fences: jobs)
        parameters.append(outcomes.map { Int32($0.stored) })
        parameters.append(outcomes.map { Int32($0.duplicates) })
        parameters.append(outcomes.map { Int32($0.rejected) })
    }

    package static func decode(_ row: Row) throws -> JobID { try row[0] }
}

/// Marks a job done that is not a batch of rows; no row when the lease was lost. SQL: `sql/queries/jobs/finish_job.sql`.
package struct FinishJob: Query {
    package static let sql = SQLCatalog.query("finish_job")
    package let job: ClaimedJob, counters: [String: Int64]

    /// - Parameter counters: What came of it, by name, where its stage has no columns of its own: summed up in the counters of its run.
    package init(job: ClaimedJob, counters: [String: Int64] = [:]) {
        self.job = job
        self.counters = counters
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
        parameters.append(Array(counters.keys))
        parameters.append(Array(counters.values))
    }

    package static func decode(_ row: Row) throws -> JobID { try row[0] }
}
