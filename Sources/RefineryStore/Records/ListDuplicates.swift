package import Postgres
package import RefineryModel
internal import SQLCatalog

/// A row that repeats a stored record, and that record; nil for what was erased.
package struct DuplicateRow: Sendable, Equatable {
    package let row: Int64
    package let recordID: RecordID
    /// Where the record came from.
    package let recordImportID: ImportID?
    package let recordRow: Int64?
    package let recordFileName: String?
    package let businessName: String?
    package let contactName: String?
    package let businessEmail: String?
    package let phone: String?
}

/// Lists the duplicates of one import in row order, a page at a time. SQL: `sql/queries/records/list_duplicates.sql`.
package struct ListDuplicates: Query {
    package static let sql = SQLCatalog.query("list_duplicates")
    package let importID: ImportID, after: Int64, limit: Int

    package init(importID: ImportID, after: Int64, limit: Int) {
        self.importID = importID
        self.after = after
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(after)
        parameters.append(Int32(clamping: limit))
    }

    package static func decode(_ row: Row) throws -> DuplicateRow {
        DuplicateRow(
            row: try row[0], recordID: try row[1], recordImportID: try row[2], recordRow: try row[3], recordFileName: try row[4],
            businessName: try row[5], contactName: try row[6], businessEmail: try row[7], phone: try row[8])
    }
}
