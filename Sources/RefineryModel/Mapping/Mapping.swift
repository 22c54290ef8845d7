/// What each column of a file means: the plan by which rows become records.
package struct Mapping: Codable, Sendable, Equatable {
    /// One entry per column of the file, in file order.
    package var columns: [ColumnUse]
    /// The names of the columns as the file writes them, made distinct (`Notes_2`) and never empty (`column_7`).
    package var names: [String]
    /// The remembered mapping or template that it comes from; nil: it was found out, or said.
    package var origin: MappingOrigin?

    package init(columns: [ColumnUse], names: [String]) {
        precondition(columns.count == names.count, "every column has a use and a name")
        self.columns = columns
        self.names = names
    }

    /// The position of the column that holds `field`, from 0; `nil` when the file has none. Of an address the one that says the
    /// street, or all of it.
    package func column(of field: Field) -> Int? {
        columns.firstIndex { $0.field == field && $0.role?.isPart != true }
    }

    /// The fields that the file has, in column order.
    package var fields: [Field] { columns.compactMap(\.field) }
}

/// What becomes of one column.
package enum ColumnUse: Codable, Sendable, Equatable {
    /// The column holds a field of the record. `multiplier` scales plain numbers: 1000 for `Revenue (in 000s USD)`, else 1.
    case field(Field, multiplier: Int64, role: ColumnRole? = nil)
    /// The column is kept under this name in the record's `extra`.
    case extra(name: String)
    /// The column stays in the source and goes nowhere else: by law (traces of owners and addresses) or by `--map "X=ignore"`.
    case neverStored(name: String)

    /// The field, if the column holds one.
    package var field: Field? {
        if case .field(let field, _, _) = self { field } else { nil }
    }

    /// What the column is among those of its field.
    package var role: ColumnRole? {
        if case .field(_, _, let role) = self { role } else { nil }
    }
}
