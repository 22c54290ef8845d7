package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Makes the numbers of refined batches jobs. SQL: `sql/queries/lookups/insert_lookup_jobs.sql`.
package struct InsertLookupJobs: Query {
    package static let sql = SQLCatalog.query("insert_lookup_jobs")
    private let jobs: [JobID], phones: [Int32]

    /// - Parameter batches: Refine jobs, and how many phone cells each brought.
    package init(_ batches: [(job: JobID, phones: Int32)]) {
        jobs = batches.map(\.job)
        phones = batches.map(\.phones)
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(jobs)
        parameters.append(phones)
    }

    package static func decode(_ row: Row) throws -> JobID { try row[0] }
}

/// A number that a lookup job wants.
package struct WantedNumber: Sendable, Equatable {
    package let e164: String
    /// Phone cells of the job's rows that have it.
    package let cells: Int64
    /// Whether the table `numbers` has it.
    package let isKnown: Bool
    /// Whether it is answered, unknown or failed, and that is still fresh.
    package let isSettled: Bool
}

/// Lists the distinct numbers of a lookup job. SQL: `sql/queries/lookups/list_job_numbers.sql`.
package struct ListJobNumbers: Query {
    package static let sql = SQLCatalog.query("list_job_numbers")
    package let job: JobID, provider: LookupProviderName

    /// - Parameter provider: Who would be asked.
    package init(job: JobID, provider: LookupProviderName) {
        self.job = job
        self.provider = provider
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(job)
        parameters.append(provider)
    }

    package static func decode(_ row: Row) throws -> WantedNumber {
        WantedNumber(e164: try row[0], cells: try row[1], isKnown: try row[2], isSettled: try row[3])
    }
}

/// Says what a claimed lookup job has to do; no row when the lease was lost. SQL: `sql/queries/lookups/begin_lookup_job.sql`.
package struct BeginLookupJob: Query {
    package static let sql = SQLCatalog.query("begin_lookup_job")
    package let job: ClaimedJob, phones: Int, numbers: Int, settled: Int

    package init(job: ClaimedJob, phones: Int, numbers: Int, settled: Int) {
        self.job = job
        self.phones = phones
        self.numbers = numbers
        self.settled = settled
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
        parameters.append(Int32(clamping: phones))
        parameters.append(Int32(clamping: numbers))
        parameters.append(Int32(clamping: settled))
    }

    package static func decode(_ row: Row) throws -> JobID { try row[0] }
}

/// What came of requests of one lookup job since it was counted last.
package struct LookupCounts: Sendable, Equatable {
    /// Numbers that are settled now.
    package var settled = 0
    /// Those of them that this job settled by asking.
    package var asked = 0
    /// Those of them that nobody could answer.
    package var failed = 0
    /// Requests made, those that are to be repeated included.
    package var requests = 0

    package init() {}

    package var isEmpty: Bool { self == LookupCounts() }
}

/// Adds to the counters of a claimed lookup job; no row when the lease was lost. SQL: `sql/queries/lookups/count_lookups.sql`.
package struct CountLookups: Query {
    package static let sql = SQLCatalog.query("count_lookups")
    package let job: ClaimedJob, counts: LookupCounts, step: Int

    /// - Parameter step: Differs from that of the step before of the same claim, and stays the same when one is repeated.
    package init(job: ClaimedJob, counts: LookupCounts, step: Int) {
        self.job = job
        self.counts = counts
        self.step = step
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fence: job)
        for count in [counts.settled, counts.asked, counts.failed, counts.requests] {
            parameters.append(Int32(clamping: count))
        }
        parameters.append(Int32(clamping: step))
    }

    package static func decode(_ row: Row) throws -> JobID { try row[0] }
}
