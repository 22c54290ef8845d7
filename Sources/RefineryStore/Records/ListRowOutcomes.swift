package import Postgres
package import RefineryModel
internal import SQLCatalog

/// What became of a row, or which rows were refined.
package enum RowOutcome: Sendable, Equatable {
    case stored(RecordID)
    /// It repeats this record.
    case duplicate(RecordID)
    /// - Parameter isErased: Whether somebody in it was erased, and nothing of it may be shown.
    case rejected(code: String, message: String, isErased: Bool)
    /// Rows from here to this one were refined: one without another outcome was erased.
    case refined(through: Int64)
}

/// Lists what became of some rows of an import. SQL: `sql/queries/records/list_row_outcomes.sql`.
package struct ListRowOutcomes: Query {
    package static let sql = SQLCatalog.query("list_row_outcomes")
    package let importID: ImportID, importNumber: Int32, rows: Range<Int64>

    package init(importID: ImportID, importNumber: Int32, rows: Range<Int64>) {
        self.importID = importID
        self.importNumber = importNumber
        self.rows = rows
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(importID)
        parameters.append(Int64(importNumber))
        parameters.append(rows.lowerBound)
        parameters.append(rows.upperBound - 1)
    }

    package static func decode(_ row: Row) throws -> (row: Int64, outcome: RowOutcome) {
        let number: Int64 = try row[0]
        switch try row[1] as String {
        case "stored": return (number, .stored(try row[2]))
        case "duplicate": return (number, .duplicate(try row[2]))
        case "rejected": return (number, .rejected(code: try row[3], message: try row[4], isErased: try row[5]))
        case "refined": return (number, .refined(through: try row[6]))
        default: throw StoreError.unexpectedRows(statement: "list_row_outcomes")
        }
    }
}

/// What lookups said of a number.
package struct NumberFacts: Sendable, Equatable {
    package let e164: String
    /// Nil where nobody answered.
    package let isValid: Bool?
    package let lineType: String?
}

/// Finds what lookups said of numbers. SQL: `sql/queries/records/find_number_facts.sql`.
package struct FindNumberFacts: Query {
    package static let sql = SQLCatalog.query("find_number_facts")
    package let numbers: [String], importID: ImportID

    package init(_ numbers: [String], for importID: ImportID) {
        self.numbers = numbers
        self.importID = importID
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(numbers)
        parameters.append(importID)
    }

    package static func decode(_ row: Row) throws -> NumberFacts {
        NumberFacts(e164: try row[0], isValid: try row[1], lineType: try row[2])
    }
}
