package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Leases up to `limit` jobs to one worker. SQL: `sql/queries/jobs/claim_jobs.sql`.
package struct ClaimJobs: Query {
    package static let sql = SQLCatalog.query("claim_jobs")
    package let stage: Stage, limit: Int, worker: WorkerID, after: ClaimKey, provider: LookupProviderName?

    /// - Parameter provider: The provider lookup jobs ask; nil for the other stages.
    package init(stage: Stage, limit: Int, worker: WorkerID, after: ClaimKey = .floor, provider: LookupProviderName? = nil) {
        self.stage = stage
        self.limit = limit
        self.worker = worker
        self.after = after
        self.provider = provider
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(stage)
        parameters.append(Int32(clamping: limit))
        parameters.append(worker)
        parameters.append(after.priority)
        parameters.append(after.id)
        parameters.append(provider?.rawValue ?? "")
    }

    package static func decode(_ row: Row) throws -> ClaimedJob {
        ClaimedJob(
            id: try row[0], runID: try row[1], workerID: try row[7], token: try row[2], seq: try row[3], priority: try row[4],
            attempt: Int(try row[5] as Int16), attemptsMax: Int(try row[6] as Int16), span: try span(row),
            hasFailed: try row[12])
    }

    /// Only a refine job covers bytes.
    private static func span(_ row: Row) throws -> BatchSpan? {
        guard let offset = try row[8] as Int64? else { return nil }
        return BatchSpan(
            offset: offset, length: Int(try row[9] as Int32), firstRow: try row[10], rowCount: Int(try row[11] as Int32))
    }
}
