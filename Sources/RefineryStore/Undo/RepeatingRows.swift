package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Another import with rows that repeat records of one that is undone.
package struct RepeatingImport: Sendable, Equatable {
    package let id: ImportID
    package let hasSource: Bool
}

/// Lists the other imports with rows that repeat records of an import, oldest first. SQL: `sql/queries/undo/list_repeating_imports.sql`.
package struct ListRepeatingImports: Query {
    package static let sql = SQLCatalog.query("list_repeating_imports")
    package let undone: ImportID
    package init(undone: ImportID) { self.undone = undone }
    package func bind(_ parameters: inout Parameters) { parameters.append(undone) }
    package static func decode(_ row: Row) throws -> RepeatingImport { RepeatingImport(id: try row[0], hasSource: try row[1]) }
}

/// Lists the rows of an import that repeat records of another, in order. SQL: `sql/queries/undo/list_repeating_rows.sql`.
package struct ListRepeatingRows: Query {
    package static let sql = SQLCatalog.query("list_repeating_rows")
    package let undone: ImportID, importID: ImportID

    package init(undone: ImportID, importID: ImportID) {
        self.undone = undone
        self.importID = importID
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(undone)
        parameters.append(importID)
    }

    package static func decode(_ row: Row) throws -> Int64 { try row[0] }
}

/// Lets rows repeat another record with the same fingerprint, where there is one now; gives those rows.
/// SQL: `sql/queries/undo/repoint_duplicates.sql`.
struct RepointDuplicates: Query {
    static let sql = SQLCatalog.query("repoint_duplicates")
    let undone: ImportID, importID: ImportID, rows: [Int64]

    func bind(_ parameters: inout Parameters) {
        parameters.append(undone)
        parameters.append(importID)
        parameters.append(rows)
    }

    static func decode(_ row: Row) throws -> Int64 { try row[0] }
}

/// Locks those of some rows that still repeat records of an undone import, and gives them. SQL: `sql/queries/undo/lock_repeating_rows.sql`.
struct LockRepeatingRows: Query {
    static let sql = SQLCatalog.query("lock_repeating_rows")
    let undone: ImportID, importID: ImportID, rows: [Int64]

    func bind(_ parameters: inout Parameters) {
        parameters.append(undone)
        parameters.append(importID)
        parameters.append(rows)
    }

    static func decode(_ row: Row) throws -> Int64 { try row[0] }
}

/// Writes down that duplicates became records, or repeat other records. SQL: `sql/queries/undo/restore_rows.sql`.
struct RestoreRows: Query {
    static let sql = SQLCatalog.query("restore_rows")
    let undone: ImportID, importID: ImportID
    let restored: [Int64]
    let repointed: [(row: Int64, record: RecordID)]

    func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(restored)
        parameters.append(repointed.map(\.row))
        parameters.append(repointed.map(\.record))
        parameters.append(undone)
    }
}

/// Gives rows of an import another outcome than to repeat a record that is undone, in one transaction: another record with the same
/// fingerprint, or, of rows that were refined again, a record of their own.
package struct RestoreDuplicates: Sendable {
    private let undone: ImportID
    private let importID: ImportID
    private let rows: [Int64]
    private let batches: RefinedBatches

    /// - Parameters:
    ///   - rows: Those that repeated records of the undone import a moment ago.
    ///   - batches: These rows, refined again; those whose source is gone are missing.
    package init(undone: ImportID, importID: ImportID, rows: [Int64], batches: RefinedBatches) {
        self.undone = undone
        self.importID = importID
        self.rows = rows
        self.batches = batches
    }

    /// - Returns: The event that tells of it; nil when nothing changed.
    /// - Throws: ``StoreError/survivorGone``: try again.
    package func run(on connection: isolated PostgresConnection) async throws -> StoredEvent? {
        try await connection.execute(LockOutcomes())
        // An import that is being undone itself loses these rows anyway.
        guard try await connection.first(LockImport(importID: importID)) != .undone else { return nil }
        let moved = try await connection.rows(RepointDuplicates(undone: undone, importID: importID, rows: rows))
        let left = Set(try await connection.rows(LockRepeatingRows(undone: undone, importID: importID, rows: rows)))
        let candidates = batches.rows.filter { left.contains($0.id.row) }
        let deduplication = try await PersistBatches.claimFingerprints(candidates, on: connection)
        let new = candidates.indices.filter { deduplication.isNew[$0] }.map { candidates[$0] }
        if !new.isEmpty { try await batches.copy(new.map(\.slot), on: connection) }
        let repetitions = deduplication.repetitions.map { (row: candidates[$0.row].id.row, record: $0.survivor) }
        guard !new.isEmpty || !repetitions.isEmpty || !moved.isEmpty else { return nil }
        try await connection.execute(RestoreRows(undone: undone, importID: importID, restored: new.map(\.id.row), repointed: repetitions))
        if let first = new.map(\.id.row).min(), let last = new.map(\.id.row).max() {
            try await connection.execute(LinkRowsAgain(importID: importID, rows: first...last))
        }
        let data = """
            {"undone_import": "\(undone)", "restored": \(new.count), "repointed": \(moved.count + repetitions.count)}
            """
        return try await connection.first(InsertEvents([RunEvent(.duplicatesRestored, importID, data: data)]))
    }
}
