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
        try await deadlyRows(in: span.rows, of: span, importID: importID)
    }

    private func deadlyRows(in rows: Range<Int64>, of span: BatchSpan, importID: ImportID) async throws -> Set<Int64> {
        try Task.checkCancellation()
        if try await survives(span, importID, rows) { return [] }
        guard rows.count > 1 else { return Set(rows) }
        let middle = rows.lowerBound + Int64(rows.count / 2)
        let low = try await deadlyRows(in: rows.lowerBound..<middle, of: span, importID: importID)
        return low.union(try await deadlyRows(in: middle..<rows.upperBound, of: span, importID: importID))
    }
}

extension ClaimedJob {
    /// Whether something went wrong before and this attempt is the last: then it is worth trying the rows apart first.
    var isLastChance: Bool { attempt > 1 && attempt >= attemptsMax }
}
