internal import Digest
internal import Postgres
package import RefineryModel
package import RefineryStore

/// Hands a file to the fleet: stores its bytes and makes it an import, all of it or nothing.
package struct Submitter: Sendable {
    /// What became of a submit.
    package enum Outcome: Sendable, Equatable {
        case submitted(ImportID)
        /// The same bytes were submitted before; nothing was changed.
        case known([EarlierImport])
    }

    private let database: Database
    private let sources: SourceStorages

    package init(database: Database, sources: SourceStorages) {
        self.database = database
        self.sources = sources
    }

    /// Stores the bytes, then the import in a short transaction. A submit that is interrupted leaves no import; its bytes are swept.
    /// - Parameters:
    ///   - priority: Smaller is sooner; 100 is usual.
    ///   - attempts: How often each of its batches may be tried.
    ///   - maxCost: Where its lookups make it pause; nil is no limit.
    ///   - again: Whether bytes that were submitted before make another import.
    ///   - submitter: Who submits it; nil: the user of the database.
    package func submit(
        _ file: SourceFile, options: ImportOptions, priority: Int = 100, attempts: Int = 3, again: Bool = false,
        maxCost: Money? = nil, submitter: String? = nil
    ) async throws -> Outcome {
        let id = ImportID()
        let pieces = SourcePieces(file)
        let location = try await sources.put(pieces, at: try sources.address(for: id, fileName: file.name))
        let insert = try InsertImport(
            id: id, fileName: file.name, source: location, hash: pieces.hash(), options: options, priority: priority,
            attempts: attempts, submitter: submitter)
        do {
            let event = try await database.pool.withTransaction { connection in
                if !again {
                    let earlier = try await connection.rows(FindImportsByHash(hash: insert.hash))
                    if !earlier.isEmpty { throw KnownSource(earlier: earlier) }
                }
                try await connection.execute(insert)
                if let maxCost { try await connection.execute(SetSpendingLimit(importID: id, limit: maxCost)) }
                return try await connection.rows(InsertEvents([RunEvent(.importSubmitted, id)]))
            }
            await announce(event)
        } catch PostgresError.commitUnknown(let reason) {
            throw SubmitUnknownError(id: id, reason: reason)
        } catch {
            try? await sources.delete(location)
            guard let known = error as? KnownSource else { throw error }
            return .known(known.earlier)
        }
        return .submitted(id)
    }

    /// Hints, after the commit; the fleet also finds the import without them.
    private func announce(_ events: [StoredEvent]) async {
        _ = try? await database.pool.withConnection { connection in
            try await connection.execute(Notify(channel: NotifyChannel.jobs, payloads: [Stage.split.rawValue]))
            try await connection.execute(Notify(channel: NotifyChannel.progress, payloads: events.map(\.payload)))
        }
    }

    /// Rolls the transaction back: the bytes are known.
    private struct KnownSource: Error {
        let earlier: [EarlierImport]
    }
}

/// The connection was lost while the import was committed: it is there, wholly, or nothing is.
package struct SubmitUnknownError: Fault, Equatable {
    /// The id that the import has if it is there.
    package let id: ImportID
    /// Why the connection was lost.
    package let reason: String

    package var code: FaultCode { .submitUnknown }
    package var details: [String: String] { ["import_id": id.description] }
    package var summary: String {
        "The connection was lost during COMMIT, nobody knows whether the file was submitted as import \(id): \(reason)"
    }
    package var remedy: String? {
        "Look whether the import is there; else submit the file again. Bytes that were submitted are not taken twice unless that is meant."
    }
}
