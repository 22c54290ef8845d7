internal import Postgres
package import RefineryModel
internal import RefineryLinking
internal import RefineryStages
package import RefineryStore

/// Takes an import's records and outcomes away again, in small transactions. Killed on its way, it goes on when it is called again.
///
/// Order: the import becomes `undone`; its fingerprints go, so that nobody finds its records any more; batches that have found one
/// are waited for; then the set of duplicates that repeat its records is fixed. Each of these gets another outcome: the record that
/// has its fingerprint now, else a record of its own, refined again from its source, oldest import and first row first. Where the
/// source is gone it stays as it is and is named. Last, the rows go. Numbers and what was paid for them stay.
package struct Undoer: Sendable {
    private let database: Database
    private let sources: SourceStorages
    private let rowsPerStep: Int

    /// - Parameter rowsPerStep: Rows of one transaction. Defaults to `5000`: locks are held for some tens of milliseconds.
    package init(database: Database, sources: SourceStorages, rowsPerStep: Int = 5000) {
        self.database = database
        self.sources = sources
        self.rowsPerStep = rowsPerStep
    }

    /// What would go; changes nothing.
    package func preview(of importID: ImportID) async throws -> UndoPreview {
        guard let preview = try await database.pool.withConnection({ try await $0.first(CountUndo(importID: importID)) }) else {
            throw StoreError.unexpectedRows(statement: "count_undo")
        }
        return preview
    }

    /// The first of the other imports with rows to be restored whose source cannot be read now, though nobody says that it is gone.
    package func unreadableSource(_ undone: ImportID) async throws -> UnreadableSourceError? {
        let list = ListRepeatingImports(undone: undone)
        for other in try await database.pool.withConnection({ try await $0.rows(list) }) where other.hasSource {
            guard let plan = try await database.pool.withConnection({ try await $0.first(LoadImports(ids: [other.id])) }) else { continue }
            do {
                _ = try await sources.read(plan.source, 0..<min(1, plan.source.bytes))
            } catch let error as StoreError where UnreadableSourceError.isOne(error) {
                return UnreadableSourceError(importID: other.id, reason: error)
            }
        }
        return nil
    }

    /// - Parameter acceptsLoss: Whether rows of other imports may be lost, and named, whose source cannot be read. By default nothing is
    ///   changed then; and when a source cannot be read in the middle, the undo stays under way with all records that are not restored.
    /// - Returns: What became of it; nil when the import is undone already.
    /// - Throws: What the database refuses with, when the import has not ended; ``UnreadableSourceError``.
    package func undo(_ importID: ImportID, acceptsLoss: Bool = false) async throws -> UndoSummary? {
        if !acceptsLoss, let unreadable = try await unreadableSource(importID) { throw unreadable }
        guard try await database.pool.withConnection({ try await $0.first(BeginUndo(importID: importID)) }) != .done else { return nil }
        try await forEachStep(of: importID) { connection, rows in
            try await connection.execute(DeleteImportFingerprints(importID: importID, rows: rows))
        }
        _ = try await database.pool.withTransaction { try await $0.execute(AwaitRefining()) }
        try await repair(importID, acceptsLoss)
        try await forEachStep(of: importID) { connection, rows in
            try await Linking.hold(on: connection)
            let records = try await connection.rows(DeleteImportRows(importID: importID, rows: rows))
            try await Linking.forget(
                records.filter(\.isGone).map(\.record), touching: records.filter { !$0.isGone }.map(\.record), on: connection)
        }
        return try await database.pool.withConnection { connection in
            let summary = try await connection.first(FinishUndo(importID: importID)) ?? nil
            _ = try await connection.first(DropRecordPartition(importID: importID))
            return summary
        }
    }

    /// Makes an import undone for whoever may not take its rows away: a coordinator does that, soon.
    /// - Throws: What the database refuses with, when the import has not ended; ``UnreadableSourceError``.
    package func request(_ importID: ImportID) async throws {
        if let unreadable = try await unreadableSource(importID) { throw unreadable }
        guard try await database.pool.withConnection({ try await $0.first(RequestUndo(importID: importID)) }) != .done else { return }
        await database.hint(NotifyChannel.leftover)
    }

    /// Changes all rows of the import, some at a time, in their order.
    private func forEachStep(
        of importID: ImportID, _ change: @escaping @Sendable (isolated PostgresConnection, Range<Int64>) async throws -> Void
    ) async throws {
        let summary = try await database.pool.withConnection { try await $0.first(FindProgress(importID))?.summary }
        guard let summary else { throw StoreError.noSuchImport(importID.description) }
        let end = summary.progress.rowsSplit + 1
        for start in stride(from: 0, to: end, by: rowsPerStep) {
            let next = start + Int64(rowsPerStep)
            let rows = start..<(next < end ? next : RecordID.rowsMax)
            try await database.pool.withTransaction { connection in
                try await connection.execute(LockOutcomes())
                try await change(connection, rows)
            }
        }
    }

    // MARK: - Duplicates of other imports

    private func repair(_ undone: ImportID, _ acceptsLoss: Bool) async throws {
        let list = ListRepeatingImports(undone: undone)
        for other in try await database.pool.withConnection({ try await $0.rows(list) }) {
            try await repoint(other.id, undone)
            guard other.hasSource else { continue }
            do {
                try await restore(other.id, undone)
            } catch is RefineError {
                // Its bytes are not those that were split: as good as gone.
            } catch let error as StoreError where UnreadableSourceError.isOne(error) {
                // The source lies where this process cannot read it. That may be so for the moment only.
                if !acceptsLoss { throw UnreadableSourceError(importID: other.id, reason: error) }
            }
        }
        // Whose source is gone may repeat what was restored from others after it.
        for other in try await database.pool.withConnection({ try await $0.rows(list) }) { try await repoint(other.id, undone) }
    }

    /// Lets rows repeat another record, where one has their fingerprint now; the others stay as they are.
    private func repoint(_ importID: ImportID, _ undone: ImportID) async throws {
        var rows = try await repeatingRows(of: importID, undone)[...]
        while !rows.isEmpty {
            try await store(importID, undone, Array(rows.prefix(rowsPerStep)), RefinedBatches())
            rows = rows.dropFirst(rowsPerStep)
        }
    }

    private func repeatingRows(of importID: ImportID, _ undone: ImportID) async throws -> [Int64] {
        try await database.pool.withConnection { try await $0.rows(ListRepeatingRows(undone: undone, importID: importID)) }
    }

    /// Reads the source once more and refines the rows that repeat records of the undone import.
    private func restore(_ importID: ImportID, _ undone: ImportID) async throws {
        guard let plan = try await database.pool.withConnection({ try await $0.first(LoadImports(ids: [importID])) }) else { return }
        let wanted = try await repeatingRows(of: importID, undone)
        if wanted.isEmpty { return }
        var source = try SourceRows(plan, sources)
        var left = wanted[...]
        while !left.isEmpty {
            let rows = Array(left.prefix(rowsPerStep))
            let batches = RefinedBatches()
            try await source.refine(rows, into: batches)
            try await store(importID, undone, rows, batches)
            left = left.dropFirst(rowsPerStep)
        }
    }

    private func store(_ importID: ImportID, _ undone: ImportID, _ rows: [Int64], _ batches: RefinedBatches) async throws {
        let restore = RestoreDuplicates(undone: undone, importID: importID, rows: rows, batches: batches)
        while true {
            do {
                let event = try await database.pool.withTransaction { try await restore.run(on: $0) }
                guard let event else { return }
                _ = try await database.pool.withConnection {
                    try await $0.execute(Notify(channel: NotifyChannel.progress, payloads: [event.payload]))
                }
                await database.hint(Stage.link.rawValue)
                return
            } catch StoreError.survivorGone {
                // Another undo or an erasure is at work: it holds the lock of outcomes while it takes records away, so this ends.
                try Task.checkCancellation()
            }
        }
    }
}

/// The source of an import cannot be read, whose rows would have to be restored from it.
package struct UnreadableSourceError: Fault {
    package let importID: ImportID
    package let reason: StoreError

    /// Whether an error says that a source cannot be read.
    static func isOne(_ error: StoreError) -> Bool { [.sourceUnavailable, .sourceElsewhere, .storageUnusable].contains(error.code) }

    package var code: FaultCode { reason.code }
    package var summary: String {
        "Rows of import \(importID) repeat records that go, and their source cannot be read. No record is gone. \(reason.summary)"
    }
    package var remedy: String? {
        "Make it readable here (SOURCE_STORAGE as the fleet has it) and undo again. Where the loss is accepted, such rows are named, and lost."
    }
    package var details: [String: String] { ["import_id": importID.description] }
}
