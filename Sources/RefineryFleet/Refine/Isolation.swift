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
    func deadlyRows(of job: ClaimedJob) async throws -> Set<Int64> {
        try await RowBisection.failing(job.rows) { try await !survives(job, $0) }
    }
}

extension ClaimedJob {
    /// Whether something went wrong before and this attempt is the last: then it is worth trying the rows apart first.
    var isLastChance: Bool { hasFailed && attempt >= attemptsMax }
}
