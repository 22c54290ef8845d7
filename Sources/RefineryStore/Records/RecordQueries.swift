package import Postgres
package import RefineryModel
internal import SQLCatalog

/// Claims fingerprints for new records; gives the ids of those that were new, in the order sent.
/// SQL: `sql/queries/records/insert_fingerprints.sql`.
package struct InsertFingerprints: Query {
    package static let sql = SQLCatalog.query("insert_fingerprints")
    /// Ascending by fingerprint, each once.
    package let rows: [RefinedBatches.Row]

    package init(_ rows: [RefinedBatches.Row]) { self.rows = rows }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(fingerprints: rows.lazy.map(\.fingerprint))
        parameters.append(rows.map(\.id))
    }

    package static func decode(_ row: Row) throws -> RecordID { try row[0] }
}

/// Which records survive for fingerprints, in the order asked. SQL: `sql/queries/records/find_fingerprints.sql`.
package struct FindFingerprints: Query {
    package static let sql = SQLCatalog.query("find_fingerprints")
    package let rows: [RefinedBatches.Row]

    package init(_ rows: [RefinedBatches.Row]) { self.rows = rows }

    package func bind(_ parameters: inout Parameters) { parameters.append(fingerprints: rows.lazy.map(\.fingerprint)) }

    package static func decode(_ row: Row) throws -> RecordID { try row[0] }
}

extension Parameters {
    /// A `uuid[]` without a value for each element.
    mutating func append(fingerprints: some Collection<Fingerprint>) {
        appendArray(of: .uuid, count: fingerprints.count) { array in
            for fingerprint in fingerprints {
                withUnsafeBytes(of: (fingerprint.high.bigEndian, fingerprint.low.bigEndian)) { array.append($0) }
            }
        }
    }
}

/// A row that repeats a stored record.
package struct Duplicate: Sendable, Equatable {
    package let importID: ImportID
    package let row: Int64
    package let survivor: RecordID
    /// What the row says of the person that the record may not: a title counts where the name is the record's.
    package var title: String?
    package var contactName: String?

    package init(importID: ImportID, row: Int64, survivor: RecordID) {
        self.importID = importID
        self.row = row
        self.survivor = survivor
    }
}

/// Stores which rows repeat which records. SQL: `sql/queries/records/insert_duplicates.sql`.
package struct InsertDuplicates: Query {
    package static let sql = SQLCatalog.query("insert_duplicates")
    package let duplicates: [Duplicate]

    package init(_ duplicates: [Duplicate]) { self.duplicates = duplicates }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(duplicates.map(\.importID))
        parameters.append(duplicates.map(\.row))
        parameters.append(duplicates.map(\.survivor))
        parameters.append(duplicates.map(\.title))
        parameters.append(duplicates.map(\.contactName))
    }
}

/// Stores rejected rows. SQL: `sql/queries/records/insert_rejects.sql`.
package struct InsertRejects: Query {
    package static let sql = SQLCatalog.query("insert_rejects")
    package let importIDs: [ImportID], rejects: [RowReject]

    /// - Parameter importIDs: The import of each reject.
    package init(importIDs: [ImportID], rejects: [RowReject]) {
        precondition(importIDs.count == rejects.count, "every reject has its import")
        self.importIDs = importIDs
        self.rejects = rejects
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importIDs)
        parameters.append(rejects.map(\.row))
        parameters.append(rejects.map(\.field?.rawValue))
        parameters.append(rejects.map(\.value))
        parameters.append(rejects.map(\.code.rawValue))
        parameters.append(rejects.map(\.message))
        parameters.append(rejects.map(\.raw))
        parameters.append(rejects.map(\.byteOffset))
    }
}

/// A place for rows that may complete stored records, empty at the end of each transaction. SQL: `sql/queries/records/create_fill_rows.sql`.
package struct CreateFillRows: Query {
    package static let sql = SQLCatalog.query("create_fill_rows")
    package init() {}
}

/// The same for one transaction. SQL: `sql/queries/records/create_fill_rows_once.sql`.
package struct CreateFillRowsOnce: Query {
    package static let sql = SQLCatalog.query("create_fill_rows_once")
    package init() {}
}

/// Completes empty fields of stored records, of each from the first row that adds something; gives the records that changed.
/// SQL: `sql/queries/records/fill_records.sql`.
package struct FillRecords: Query {
    package static let sql = SQLCatalog.query("fill_records")
    /// Which row may complete which record, in order of rows.
    package let pairs: [(row: RecordID, record: RecordID)]

    package init(_ pairs: [(row: RecordID, record: RecordID)]) { self.pairs = pairs }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(pairs.map(\.row))
        parameters.append(pairs.map(\.record))
    }

    package static func decode(_ row: Row) throws -> RecordID { try row[0] }
}
