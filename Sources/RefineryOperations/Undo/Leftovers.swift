internal import Postgres
internal import RefineryModel
package import RefineryStore

/// Takes away what is there of imports that have to go: their records and outcomes, as `undo` does; of those whose sources never became
/// whole also their bytes.
package struct Leftovers: Sendable {
    private let database: Database
    private let sources: SourceStorages

    package init(database: Database, sources: SourceStorages) {
        self.database = database
        self.sources = sources
    }

    /// Interrupted, it goes on when it is called again.
    package func takeAway(_ leftover: Leftover) async throws {
        switch leftover {
        case .reception(let id, let uri): try await takeAway(AbandonReception(importID: id), uri)
        case .lapsedReception(let id, let uri): try await takeAway(AbandonReception(importID: id, ifLapsed: true), uri)
        case .undo(let id): _ = try await Undoer(database: database, sources: sources).undo(id)
        }
    }

    /// Ends an import, and undoes it. One that somebody cancelled keeps what was stored.
    private func takeAway(_ abandon: AbandonReception, _ uri: String) async throws {
        guard try await database.pool.withConnection({ try await $0.first(abandon) }) == true else { return }
        _ = try await Undoer(database: database, sources: sources).undo(abandon.importID)
        try await sources.delete(SourceLocation(uri: uri, bytes: 0))
        _ = try await database.pool.withConnection { try await $0.execute(EndReception(importID: abandon.importID)) }
    }
}
