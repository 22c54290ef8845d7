internal import Postgres
package import RefineryModel
package import RefineryStore

extension Operations {
    /// Resolves what a person typed to a run of any kind: a whole id, the beginning of one, or nothing for the newest import.
    /// - Throws: ``StoreError/noSuchImport(_:)``, ``StoreError/ambiguousImport(_:)``.
    package func run(_ text: String?) async throws -> RunSummary {
        try await run(try await only(text) { FindRun(text: $0) })
    }

    /// How far a run is.
    package func run(_ id: RunID) async throws -> RunSummary {
        guard let run = try await withConnection({ try await $0.first(ListRuns(runID: id, limit: 1)) }) else {
            throw StoreError.noSuchImport(id.description)
        }
        return run
    }

    /// Runs of all kinds, newest first.
    /// - Parameter after: Only those that are listed behind this one.
    package func runs(after: RunID? = nil, limit: Int) async throws -> [RunSummary] {
        try await withConnection { try await $0.rows(ListRuns(after: after, limit: limit)) }
    }
}
