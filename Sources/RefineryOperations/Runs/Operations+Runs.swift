internal import Postgres
package import RefineryModel
package import RefineryStore

extension Operations {
    /// Resolves what a person typed to a run of any kind: a whole id, the beginning of one, or nothing for the newest import.
    /// - Throws: ``StoreError/noSuchImport(_:)``, ``StoreError/ambiguousImport(_:)``.
    package func run(_ text: String?) async throws -> RunSummary {
        let text = text ?? ""
        guard text.allSatisfy({ $0.isHexDigit || $0 == "-" }) else { throw StoreError.noSuchImport(text) }
        let found = try await withConnection { try await $0.rows(FindRun(text: text)) }
        guard let first = found.first else { throw StoreError.noSuchImport(text) }
        guard found.count == 1 else { throw StoreError.ambiguousImport(text) }
        return try await run(first)
    }

    /// How far a run is.
    package func run(_ id: RunID) async throws -> RunSummary {
        guard let run = try await withConnection({ try await $0.first(ListRuns(runID: id, limit: 1)) }) else {
            throw StoreError.noSuchImport(id.description)
        }
        return run
    }
}
