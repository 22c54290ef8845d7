internal import Postgres
package import RefineryModel
package import RefineryStore

/// Tries rows where a crash harms nobody: in a process of their own.
package struct Isolation: Sendable {
    /// Whether a process lives through refining these rows of the batch.
    let survives: @Sendable (_ job: ClaimedJob, _ rows: Range<Int64>) async throws -> Bool

    package init(survives: @escaping @Sendable (_ job: ClaimedJob, _ rows: Range<Int64>) async throws -> Bool) {
        self.survives = survives
    }

    /// What such a process does: refines the rows and keeps nothing of them.
    package static func refine(
        _ rows: Range<Int64>, of job: ClaimedJob, database: Database, sources: SourceStorages, settings: FleetSettings
    ) async throws {
        try await BatchRefining(database: database, sources: sources, settings: settings).refineOnly(rows, of: job)
    }

    /// The rows that end the process that refines them, found by halving. What ends it only together with other rows is not among
    /// them: there the batch runs as it would have anyway.
    func deadlyRows(of job: ClaimedJob) async throws -> Set<Int64> { try await deadlyRows(in: job.rows, of: job) }

    private func deadlyRows(in rows: Range<Int64>, of job: ClaimedJob) async throws -> Set<Int64> {
        try Task.checkCancellation()
        if try await survives(job, rows) { return [] }
        guard rows.count > 1 else { return Set(rows) }
        let middle = rows.lowerBound + Int64(rows.count / 2)
        let low = try await deadlyRows(in: rows.lowerBound..<middle, of: job)
        return low.union(try await deadlyRows(in: middle..<rows.upperBound, of: job))
    }
}

extension ClaimedJob {
    /// Whether something went wrong before and this attempt is the last: then it is worth trying the rows apart first.
    var isLastChance: Bool { attempt > 1 && attempt >= attemptsMax }
}
