package import Postgres
package import RefineryModel
internal import SQLCatalog

/// A contact of an import: the record that stands for it, whichever import stored that first, and its first row in this one.
package struct ContactRow: Sendable, Equatable {
    package let row: Int64
    package let recordID: RecordID
}

/// Lists the contacts of one import in row order, each once, a page at a time. SQL: `sql/queries/records/list_contacts.sql`.
package struct ListContacts: Query {
    package static let sql = SQLCatalog.query("list_contacts")
    package let importID: ImportID, importNumber: Int32, after: Int64, limit: Int

    /// - Parameter after: The row before the page; 0 for the first page.
    package init(importID: ImportID, importNumber: Int32, after: Int64, limit: Int) {
        self.importID = importID
        self.importNumber = importNumber
        self.after = after
        self.limit = limit
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(RecordID(importNumber: importNumber, row: after))
        parameters.append(RecordID(importNumber: importNumber + 1, row: 0))
        parameters.append(Int32(clamping: limit))
    }

    package static func decode(_ row: Row) throws -> ContactRow { ContactRow(row: try row[0], recordID: try row[1]) }
}

/// Finds records by their ids, in the order asked; those that are gone or unwanted are left out. SQL: `sql/queries/records/find_records.sql`.
package struct FindRecords: Query {
    package static let sql = ColumnLists.query("find_records")
    package let ids: [RecordID], filter: RecordFilter

    package init(ids: [RecordID], filter: RecordFilter = RecordFilter()) {
        self.ids = ids
        self.filter = filter
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(ids)
        parameters.append(filter)
    }

    package static func decode(_ row: Row) throws -> RecordRow { try RecordRow(row) }
}
