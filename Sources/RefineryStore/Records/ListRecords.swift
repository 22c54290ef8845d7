package import Postgres
package import RefineryModel
internal import SQLCatalog

/// A stored record as texts, in the order of ``columns``: what exports and pages show.
package struct RecordRow: Sendable, Equatable {
    package let id: RecordID
    package let importID: ImportID
    /// One text a column, nil for NULL. The values of an array stand apart by LF, as in `RecordDraft`.
    package let texts: [String?]

    /// Names of the columns that ``texts`` hold.
    package static let columns = ["row_number"] + RecordColumn.allCases.map(\.rawValue) + numberResultColumns

    /// What is known of the number that is called first: the business phone, else the direct phone.
    private static let numberResultColumns = [
        "phone_validated", "phone_line_type", "phone_carrier", "phone_validity_score", "phone_validation_date",
    ]

    /// How the texts of a column are meant.
    package enum Meaning: Sendable {
        case text
        /// They stand in JSON as they are: numbers, objects.
        case json
        /// Several values.
        case texts
    }

    /// Of each column.
    package static let meanings: [Meaning] = columns.map { name in
        switch RecordColumn(rawValue: name)?.kind {
        case .texts: .texts
        case .bigint, .smallint, .jsonb: .json
        case .text: .text
        case nil: name == "row_number" || name == "phone_validated" || name == "phone_validity_score" ? .json : .text
        }
    }

    /// The values of an array, from its text.
    package static func values(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

    /// What is stored in a column; nil for NULL.
    package subscript(column: RecordColumn) -> String? { texts[column.index + 1] }
}

/// Which records are wanted; nil for all.
package struct RecordFilter: Sendable, Equatable {
    /// What the lookup said: `mobile`, `landline`, …
    package var lineTypes: [String]?
    /// Codes such as `TX`.
    package var states: [String]?
    /// Looked up as valid, or where it was not looked up, valid by form.
    package var isValid: Bool?
    /// Only those of personas who decide, as the view `decision_makers` has them.
    package var decide: Bool

    package init(lineTypes: [String]? = nil, states: [String]? = nil, isValid: Bool? = nil, decide: Bool = false) {
        self.lineTypes = lineTypes
        self.states = states
        self.isValid = isValid
        self.decide = decide
    }
}

/// Lists the records of one import, or of several, in row order, a page at a time. SQL: `sql/queries/records/list_records.sql`.
package struct ListRecords: Query {
    package static let sql = ColumnLists.query("list_records")
    package let after: RecordID, before: RecordID, limit: Int, filter: RecordFilter

    package init(after: RecordID, before: RecordID, limit: Int, filter: RecordFilter = RecordFilter()) {
        self.after = after
        self.before = before
        self.limit = limit
        self.filter = filter
    }

    package func bind(_ parameters: inout Parameters) {
        parameters.append(after)
        parameters.append(before)
        parameters.append(Int32(clamping: limit))
        parameters.append(filter)
    }

    package static func decode(_ row: Row) throws -> RecordRow { try RecordRow(row) }
}

extension Parameters {
    /// Four parameters: line types, states, whether the number is valid, whether their personas decide.
    mutating func append(_ filter: RecordFilter) {
        append(filter.lineTypes)
        append(filter.states)
        append(filter.isValid)
        append(filter.decide)
    }
}

extension RecordRow {
    /// Reads a row of id, the columns, id of the import.
    init(_ row: Row) throws {
        self.init(
            id: try row[0], importID: try row[Self.columns.count + 1], texts: try Self.columns.indices.map { try row[$0 + 1] })
    }
}

/// A rejected row.
package struct RejectRow: Sendable, Equatable {
    package let row: Int64
    package let field: String?
    package let value: String?
    package let code: String
    package let message: String
    /// The row as the source has it.
    package let raw: String
}

/// Lists the rejects of one import in row order, a page at a time. SQL: `sql/queries/records/list_rejects.sql`.
package struct ListRejects: Query {
    package static let sql = SQLCatalog.query("list_rejects")
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

    package static func decode(_ row: Row) throws -> RejectRow {
        RejectRow(row: try row[0], field: try row[1], value: try row[2], code: try row[3], message: try row[4], raw: try row[5])
    }
}
