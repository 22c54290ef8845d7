internal import Postgres
package import RefineryModel
package import RefineryStore

/// Tries rows where a crash harms nobody: in a process of their own.
package struct Isolation: Sendable {
    /// Whether a process lives through refining these rows of a batch.
    let survives: @Sendable (_ span: BatchSpan, _ importID: ImportID, _ rows: Range<Int64>) async throws -> Bool

    package init(survives: @escaping @Sendable (_ span: BatchSpan, _ importID: ImportID, _ rows: Range<Int64>) async throws -> Bool) {
        self.survives = survives
    }

    /// What such a process does: refines the rows and keeps nothing of them.
    package static func refine(
        _ rows: Range<Int64>, of span: BatchSpan, importID: ImportID, database: Database, sources: SourceStorages, settings: FleetSettings
    ) async throws {
        try await BatchRefining(database: database, sources: sources, settings: settings).refineOnly(rows, of: span, importID: importID)
    }

    /// The rows that end the process that refines them, found by halving. What ends it only together with other rows is not among
    /// them: there the batch runs as it would have anyway.
    func deadlyRows(of span: BatchSpan, importID: ImportID) async throws -> Set<Int64> {
        try await RowBisection.failing(span.rows) { try await !survives(span, importID, $0) }
    }
}

extension ClaimedJob {
    /// Whether something went wrong before and this attempt is the last: then it is worth trying the rows apart first.
    var isLastChance: Bool { hasFailed && attempt >= attemptsMax }
}
