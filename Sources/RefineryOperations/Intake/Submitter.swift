internal import Digest
internal import Postgres
package import RefineryModel
package import RefineryStore

/// Hands a file to the fleet: makes it an import and stores its bytes, all of it or nothing.
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

    /// Makes an import of the file, and stores its bytes: the fleet works on what is there while the rest still comes. A submit that fails
    /// takes everything away again; what one that was killed leaves, coordinators do.
    /// - Parameters:
    ///   - priority: Smaller is sooner; 100 is usual.
    ///   - attempts: How often each of its batches may be tried.
    ///   - maxCost: Where its lookups make it pause; nil is no limit.
    ///   - again: Whether bytes that were submitted before make another import.
    ///   - submitter: Who submits it; nil: the user of the database.
    ///   - mapping: What is remembered of it for files with the same headers, once it is whole; nil: nothing.
    ///   - group: What it is submitted with; nil: alone.
    ///   - began: Is told when the import is there, before its first byte is.
    /// - Throws: ``SourceFileError``, ``ReceptionLostError``, ``SubmitUnknownError``, `StoreError`, `PostgresError`.
    package func submit(
        _ table: SourceTable, options: ImportOptions, priority: Int = 100, attempts: Int = 3, again: Bool = false,
        maxCost: Money? = nil, submitter: String? = nil, mapping: SavedMapping? = nil, group: SubmissionID? = nil,
        began: @Sendable (ImportID) -> Void = { _ in }
    ) async throws -> Outcome {
        if !again, let earlier = try await earlierImports(of: table.original) { return .known(earlier) }
        let id = ImportID()
        let uri = try sources.address(for: id, fileName: table.name)
        let insert = try InsertImport(
            id: id, fileName: table.name, source: SourceLocation(uri: uri, bytes: table.file.size ?? 0), hash: nil, options: options,
            priority: priority, attempts: attempts, submitter: submitter)
        let remember = try mapping.map { try StoreMapping($0, importID: id, confirmedBy: submitter) }
        do {
            // Nothing is lost with this commit: it is not waited for.
            let event = try await database.pool.withTransaction(TransactionOptions(synchronousCommit: false)) { connection in
                try await connection.execute(insert)
                if let group { try await connection.execute(JoinSubmission(importID: id, submission: group, submitter: submitter)) }
                if let maxCost { try await connection.execute(SetSpendingLimit(importID: id, limit: maxCost)) }
                return try await connection.rows(InsertEvents([RunEvent(.importSubmitted, id)]))
            }
            began(id)
            let earlier = try await whileKeeping(id) { try await receive(table, id, uri, options.format, again: again, event, remember) }
            guard earlier.isEmpty else { throw KnownSource(earlier: earlier) }
            return .submitted(id)
        } catch PostgresError.commitUnknown(let reason) {
            throw SubmitUnknownError(id: id, reason: reason)
        } catch {
            let leftovers = Leftovers(database: database, sources: sources)
            // Also when this task was cancelled. What fails here coordinators try again.
            await Task { try? await leftovers.takeAway(.reception(id, uri: uri)) }.value
            guard let known = error as? KnownSource else { throw error }
            return .known(known.earlier)
        }
    }

    /// The same of a file that is CSV.
    package func submit(
        _ file: SourceFile, options: ImportOptions, priority: Int = 100, attempts: Int = 3, again: Bool = false,
        maxCost: Money? = nil, submitter: String? = nil, mapping: SavedMapping? = nil, began: @Sendable (ImportID) -> Void = { _ in }
    ) async throws -> Outcome {
        try await submit(
            SourceTable(file), options: options, priority: priority, attempts: attempts, again: again, maxCost: maxCost,
            submitter: submitter,
            mapping: mapping, began: began)
    }

    /// Imports of the same bytes, found without storing any: only where one is as long, which is rare, the file is read for that.
    private func earlierImports(of file: SourceFile) async throws -> [EarlierImport]? {
        guard let size = file.size,
            try await database.pool.withConnection({ try await $0.first(FindImportsBySize(bytes: size)) }) == true
        else { return nil }
        let pieces = SourcePieces(file)
        for try await _ in pieces {}
        let find = FindImportsByHash(hash: pieces.hash())
        let earlier = try await database.pool.withConnection { try await $0.rows(find) }
        return earlier.isEmpty ? nil : earlier
    }

    /// Stores the bytes, telling how many are there, and makes the source whole.
    /// - Returns: Imports of the same bytes; then it is not whole, and is not going to be.
    private func receive(
        _ table: SourceTable, _ id: ImportID, _ uri: String, _ format: SourceFormat, again: Bool, _ event: [StoredEvent],
        _ remember: StoreMapping?
    ) async throws -> [EarlierImport] {
        // The file that came is stored beside what is made of it.
        async let original = store(table, beside: uri)
        let pieces = SourcePieces(table.file)
        var (told, toldAt): (Int64, ContinuousClock.Instant) = (0, .now)
        var unannounced = event
        let location = try await sources.put(pieces, at: uri) { received in
            guard received - told >= Self.tellingBytes || toldAt.duration(to: .now) >= Self.tellingInterval else { return }
            (told, toldAt) = (received, .now)
            try await tell(AdvanceReception(importID: id, received: received))
            await announce(unannounced)
            unannounced = []
        }
        let kept = try await original
        let complete = CompleteReception(importID: id, bytes: location.bytes, hash: kept?.hash ?? pieces.hash())
        let origin = try kept.map { kept in
            let lines = try table.conversion?.lines(from: format.firstRowOffset).map { try JSON.text($0) }
            return try SetOrigin(importID: id, bytes: kept.bytes, origin: kept.origin, lines: lines)
        }
        let earlier = try await database.pool.withTransaction { connection -> [EarlierImport] in
            if !again {
                try await connection.execute(LockBytes(hash: complete.hash))
                let earlier = try await connection.rows(FindImportsByHash(hash: complete.hash))
                if !earlier.isEmpty { return earlier }
            }
            guard try await connection.first(complete) == true else { throw ReceptionLostError(id: id) }
            if let origin { try await connection.execute(origin) }
            if let remember { try await connection.execute(remember) }
            return []
        }
        if earlier.isEmpty { await announce(unannounced) }
        return earlier
    }

    /// What was stored of a file that something else is made of.
    private struct Kept {
        let bytes: Int64
        let hash: [UInt8]
        let origin: SourceOrigin
    }

    /// nil: what is stored is the file itself.
    private func store(_ table: SourceTable, beside uri: String) async throws -> Kept? {
        guard let conversion = table.conversion else { return nil }
        let pieces = SourcePieces(table.original)
        let location = try await sources.put(pieces, at: SourceStorages.original(of: uri))
        return Kept(bytes: location.bytes, hash: pieces.hash(), origin: conversion.origin)
    }

    /// Bytes after which the fleet is told, and how long fewer are kept from it.
    private static let (tellingBytes, tellingInterval): (Int64, Duration) = (1 << 20, .milliseconds(500))

    /// Runs `body` while a sibling tells that this process lives, whatever arrives.
    private func whileKeeping<Value: Sendable>(_ id: ImportID, _ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                while true {
                    try await Task.sleep(for: Reception.renewal)
                    try await tell(AdvanceReception(importID: id, received: nil))
                }
            }
            group.addTask { try await body() }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let value = result { return value }
            }
            throw CancellationError()
        }
    }

    private func tell(_ advance: AdvanceReception) async throws {
        guard try await database.pool.outlivingOutages({ try await $0.first(advance) }) == true else {
            throw ReceptionLostError(id: advance.importID)
        }
    }

    /// Hints, after the commit; the fleet also finds the import without them.
    private func announce(_ events: [StoredEvent]) async {
        _ = try? await database.pool.withConnection { connection in
            try await connection.execute(Notify(channel: NotifyChannel.jobs, payloads: [Stage.split.rawValue]))
            try await connection.publish(events)
        }
    }

    /// The bytes are known.
    private struct KnownSource: Error {
        let earlier: [EarlierImport]
    }
}

/// Nobody wants the rest of a file any more.
package struct ReceptionLostError: Fault, Equatable {
    package let id: ImportID

    package var code: FaultCode { .stateConflict }
    package var details: [String: String] { ["import_id": id.description] }
    package var summary: String {
        "Nobody waits for the rest of the file of import \(id): somebody cancelled it while it arrived, or the database heard nothing of this process for \(Int(Reception.lease.inSeconds)) seconds."
    }
    package var remedy: String? { "Submit the file again." }
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
