package import Postgres
package import RefineryModel
internal import SQLCatalog

/// What an undo would take away. SQL: `sql/queries/undo/count_undo.sql`.
package struct CountUndo: Query {
    package static let sql = SQLCatalog.query("count_undo")
    package let importID: ImportID
    package init(importID: ImportID) { self.importID = importID }
    package func bind(_ parameters: inout Parameters) { parameters.append(importID) }
    package static func decode(_ row: Row) throws -> UndoPreview {
        UndoPreview(
            records: try row[0], rejects: try row[1], duplicates: try row[2], repeating: try row[3], repeatingWithoutSource: try row[4],
            unusedNumbers: try row[5])
    }
}

/// What an undo would take away.
package struct UndoPreview: Sendable, Equatable {
    package let records: Int64
    package let rejects: Int64
    /// Rows of the import itself that repeat a record, its own or another's.
    package let duplicates: Int64
    /// Rows of other imports that repeat a record of this one.
    package let repeating: Int64
    /// Those of them that cannot be read any more.
    package let repeatingWithoutSource: Int64
    /// Numbers that no other record has; they stay.
    package let unusedNumbers: Int64
}

/// What an undo finds.
package enum UndoState: String, Sendable, PostgresValue {
    case begun
    /// An earlier undo did not come to its end.
    case goesOn = "goes_on"
    case done
}

/// Makes an import undone; its rows go afterwards. SQL: `sql/views/undo_import.sql`.
package struct BeginUndo: Query {
    package static let sql = SQLCatalog.query("begin_undo")
    package let importID: ImportID
    package init(importID: ImportID) { self.importID = importID }
    package func bind(_ parameters: inout Parameters) { parameters.append(importID) }
    package static func decode(_ row: Row) throws -> UndoState { try row[0] }
}

/// The same, where a coordinator takes the rows away. SQL: `sql/views/undo_import.sql`.
package struct RequestUndo: Query {
    package static let sql = SQLCatalog.query("request_undo")
    package let importID: ImportID
    package init(importID: ImportID) { self.importID = importID }
    package func bind(_ parameters: inout Parameters) { parameters.append(importID) }
    package static func decode(_ row: Row) throws -> UndoState { try row[0] }
}

/// Finds imports that a coordinator is to undo. SQL: `sql/queries/undo/find_requested_undos.sql`.
package struct FindRequestedUndos: Query {
    package static let sql = SQLCatalog.query("find_requested_undos")
    package let limit: Int
    package init(limit: Int) { self.limit = limit }
    package func bind(_ parameters: inout Parameters) { parameters.append(Int32(clamping: limit)) }
    package static func decode(_ row: Row) throws -> ImportID { try row[0] }
}

/// Waits for batches that may have found fingerprints which are gone now. SQL: `sql/views/undo_import.sql`.
package struct AwaitRefining: Query {
    package static let sql = SQLCatalog.query("await_refining")
    package init() {}
}

/// Keeps other undos and erasures out until the end of the transaction. SQL: `sql/views/undo_import.sql`.
package struct LockOutcomes: Query {
    package static let sql = SQLCatalog.query("lock_outcomes")
    package init() {}
}

/// Locks an import and gives its status. SQL: `sql/queries/undo/lock_import.sql`.
package struct LockImport: Query {
    package static let sql = SQLCatalog.query("lock_import")
    package let importID: ImportID
    package init(importID: ImportID) { self.importID = importID }
    package func bind(_ parameters: inout Parameters) { parameters.append(importID) }
    package static func decode(_ row: Row) throws -> ImportStatus { try row[0] }
}

/// Takes the fingerprints of some rows away. SQL: `sql/queries/undo/delete_import_fingerprints.sql`.
package struct DeleteImportFingerprints: Query {
    package static let sql = SQLCatalog.query("delete_import_fingerprints")
    package let importID: ImportID, rows: Range<Int64>

    package init(importID: ImportID, rows: Range<Int64>) {
        self.importID = importID
        self.rows = rows
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(rows.lowerBound)
        parameters.append(rows.upperBound)
    }
}

/// Takes the outcomes of some rows away; gives the records that are gone, and those of other imports that were repeated. SQL: `sql/queries/undo/delete_import_rows.sql`.
package struct DeleteImportRows: Query {
    package static let sql = SQLCatalog.query("delete_import_rows")
    package let importID: ImportID, rows: Range<Int64>

    package init(importID: ImportID, rows: Range<Int64>) {
        self.importID = importID
        self.rows = rows
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(rows.lowerBound)
        parameters.append(rows.upperBound)
    }

    package static func decode(_ row: Row) throws -> (record: RecordID, isGone: Bool) { (try row[0], try row[1]) }
}

/// What became of an undo. The keys are those of the event `import_undone`.
package struct UndoSummary: Sendable, Equatable, Codable {
    /// A row of another import that repeats a record which is gone.
    package struct OrphanRow: Sendable, Equatable, Codable {
        package let importID: String
        package let row: Int64

        private enum CodingKeys: String, CodingKey {
            case importID = "import_id"
            case row
        }
    }

    /// Rows that the import had stored, found to be duplicates, and rejected.
    package let records: Int64
    package let ownDuplicates: Int64
    package let rejects: Int64
    /// Duplicates of other imports that are records now.
    package let restored: Int64
    /// Duplicates of other imports that repeat another record now.
    package let repointed: Int64
    /// Duplicates of other imports whose record is gone and whose source is not there.
    package let orphans: Int64
    /// The first hundred of them.
    package let orphanRows: [OrphanRow]

    private enum CodingKeys: String, CodingKey {
        case records, rejects, restored, repointed, orphans
        case ownDuplicates = "own_duplicates"
        case orphanRows = "orphan_rows"
    }
}

/// Says that the rows of an import are gone; nil when another undo has said so. SQL: `sql/views/undo_import.sql`.
package struct FinishUndo: Query {
    package static let sql = SQLCatalog.query("finish_undo")
    package let importID: ImportID
    package init(importID: ImportID) { self.importID = importID }
    package func bind(_ parameters: inout Parameters) { parameters.append(importID) }
    package static func decode(_ row: Row) throws -> UndoSummary? {
        let text: String? = try row[0]
        return try text.map { try JSON.value(from: $0) }
    }
}

/// Takes the empty table of an import's records away, where imports have tables of their own. SQL: `sql/queries/undo/drop_record_partition.sql`.
package struct DropRecordPartition: Query {
    package static let sql = SQLCatalog.query("drop_record_partition")
    package let importID: ImportID
    package init(importID: ImportID) { self.importID = importID }
    package func bind(_ parameters: inout Parameters) { parameters.append(importID) }
    /// Whether there was one that could be taken.
    package static func decode(_ row: Row) throws -> Bool { try row[0] }
}
