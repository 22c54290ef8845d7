internal import Postgres
package import RefineryModel
package import RefineryStore

/// Takes away what is there of imports whose sources never became whole: their records and outcomes, as `undo` does, and their bytes.
package struct Receptions: Sendable {
    private let database: Database
    private let sources: SourceStorages

    package init(database: Database, sources: SourceStorages) {
        self.database = database
        self.sources = sources
    }

    /// Ends one, and undoes it. Interrupted, it goes on when it is called again. One that somebody cancelled keeps what was stored.
    package func takeAway(_ id: ImportID, _ uri: String) async throws {
        guard try await database.pool.withConnection({ try await $0.first(AbandonReception(importID: id)) }) == true else { return }
        _ = try await Undoer(database: database, sources: sources).undo(id)
        try await sources.delete(SourceLocation(uri: uri, bytes: 0))
        _ = try await database.pool.withConnection { try await $0.execute(EndReception(importID: id)) }
    }
}
