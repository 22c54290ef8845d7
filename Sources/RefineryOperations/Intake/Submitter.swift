internal import Digest
internal import Postgres
package import RefineryModel
package import RefineryStore
internal import Synchronization

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
    /// Bytes read at once.
    private static let pieceBytes = 1 << 20

    package init(database: Database, sources: SourceStorages) {
        self.database = database
        self.sources = sources
    }

    /// Stores the file and its import in one transaction: a submit that is interrupted leaves nothing behind.
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
        let sources = sources
        do {
            let event = try await database.pool.withTransaction { connection in
                let reading = Mutex(Reading())
                let location = try await sources.put(id, fileName: file.name, on: connection) {
                    try reading.withLock { try $0.next(file, Self.pieceBytes) }
                }
                let hash = reading.withLock { $0.hasher.finish() }
                if !again {
                    let earlier = try await connection.rows(FindImportsByHash(hash: hash))
                    if !earlier.isEmpty {
                        try await sources.delete(location, on: connection)
                        throw KnownSource(earlier: earlier)
                    }
                }
                try await connection.execute(
                    try InsertImport(
                        id: id, fileName: file.name, source: location, hash: hash, options: options, priority: priority,
                        attempts: attempts, submitter: submitter))
                if let maxCost { try await connection.execute(SetSpendingLimit(importID: id, limit: maxCost)) }
                return try await connection.rows(InsertEvents([RunEvent(.importSubmitted, id)]))
            }
            await announce(event)
        } catch let known as KnownSource {
            return .known(known.earlier)
        } catch PostgresError.commitUnknown(let reason) {
            throw SubmitUnknownError(id: id, reason: reason)
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

    private struct Reading: ~Copyable {
        var offset: Int64 = 0
        let hasher = SHA256Hasher()

        mutating func next(_ file: SourceFile, _ count: Int) throws -> [UInt8]? {
            let bytes = try file.read(at: offset, count: count)
            guard !bytes.isEmpty else {
                try file.checkUnchanged(read: offset)
                return nil
            }
            offset += Int64(bytes.count)
            bytes.withUnsafeBytes { hasher.update($0) }
            return bytes
        }
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
