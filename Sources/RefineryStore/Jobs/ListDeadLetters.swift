package import Postgres
package import RefineryModel
internal import SQLCatalog

/// A job that is out of attempts, with everything that went wrong.
package struct DeadLetter: Sendable, Equatable {
    /// One attempt that failed.
    package struct Failure: Sendable, Equatable, Codable {
        /// When, as ISO 8601.
        package let at: String
        package let attempt: Int
        /// The process that had the job.
        package let workerID: String?
        package let code: String
        /// What happened: never contents of a row.
        package let message: String?

        private enum CodingKeys: String, CodingKey {
            case at, attempt, code, message
            case workerID = "worker_id"
        }
    }

    package let id: JobID
    package let runID: RunID
    /// What the jobs of its run do, such as `import`.
    package let kind: String
    /// nil where the run is no import.
    package let fileName: String?
    package let stage: Stage
    /// Number of the batch within its stage, from 1.
    package let seq: Int32
    package let attempt: Int16
    /// 0 for a job without rows of its own.
    package let firstRow: Int64
    package let rowCount: Int32
    /// When it ran out of attempts, in seconds since 1970.
    package let diedAt: Double?
    /// Oldest first.
    package let failures: [Failure]
}

/// Lists dead letters a page at a time, oldest first. SQL: `sql/queries/jobs/list_dead_letters.sql`.
package struct ListDeadLetters: Query {
    package static let sql = SQLCatalog.query("list_dead_letters")
    package let runID: RunID?, after: JobID, limit: Int, areDiscarded: Bool

    /// - Parameters:
    ///   - runID: nil for all runs.
    ///   - after: The last job of the page before.
    ///   - areDiscarded: Whether to list those that were given up instead.
    package init(runID: RunID? = nil, after: JobID = JobID(rawValue: 0), limit: Int = 1000, areDiscarded: Bool = false) {
        self.runID = runID
        self.after = after
        self.limit = limit
        self.areDiscarded = areDiscarded
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(runID)
        parameters.append(after)
        parameters.append(Int32(clamping: limit))
        parameters.append(areDiscarded)
    }

    package static func decode(_ row: Row) throws -> DeadLetter {
        DeadLetter(
            id: try row[0], runID: try row[1], kind: try row[2], fileName: try row[3], stage: try row[4], seq: try row[5],
            attempt: try row[6], firstRow: try row[7], rowCount: try row[8], diedAt: try row[9],
            failures: try JSON.value(from: try row[10]))
    }
}
