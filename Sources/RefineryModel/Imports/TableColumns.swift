/// The columns that the export of a table as it was submitted puts before those of the file.
package enum TableColumns {
    package static let names = ["_row", "_outcome", "_reason", "_record", "_phone", "_line_type", "_valid"]

    /// Behind the columns that a list of ours begins with, where the file that was submitted was no CSV: the line, or the row of the sheet, on
    /// which the row stands in it.
    package static let line = "_line"

    /// The name of a normalized column, where these stand behind those of the file.
    package static func appended(_ column: RecordColumn) -> String { "_" + column.rawValue }

    fileprivate static let appendedNames = Set(RecordColumn.allCases.map(appended))
}

/// The lists of ours that somebody may submit again: what they put beside the columns of the file is left out then.
package enum OwnList: Sendable {
    /// Rejects that somebody fixed.
    case rejects
    /// The table of an import as it was submitted, with what became of each row.
    case table

    /// Nil when the columns are not those of such a list.
    package init?(_ headers: [String]) {
        if headers.starts(with: RejectColumns.names) {
            self = .rejects
        } else if headers.starts(with: TableColumns.names) {
            self = .table
        } else {
            return nil
        }
    }

    /// How many columns of its own it begins with.
    package func leadingCount(in headers: [String]) -> Int {
        let count = self == .rejects ? RejectColumns.names.count : TableColumns.names.count
        return headers.dropFirst(count).first == TableColumns.line ? count + 1 : count
    }

    /// Where the columns of the list itself stand, ascending: the leading ones, and the normalized ones behind those of the file.
    package func positions(in headers: [String]) -> [Int] {
        let leading = leadingCount(in: headers)
        return headers.indices.filter { $0 < leading || self == .table && TableColumns.appendedNames.contains(headers[$0]) }
    }

    /// The mapping of a file, with the columns of a list of ours left out when it is one.
    /// - Throws: ``MappingError/columnOfList(_:name:)`` when a `--map` counts one of them: whoever said so counted the columns of the
    ///   file.
    package static func dropped(from mapping: Mapping, _ overrides: [MappingOverride] = []) throws(MappingError) -> Mapping {
        guard let list = OwnList(mapping.names) else { return mapping }
        let positions = list.positions(in: mapping.names)
        for override in overrides {
            if case .numbered(let number) = override.column, positions.contains(number - 1) {
                throw .columnOfList(number, name: mapping.names[number - 1])
            }
        }
        var mapping = mapping
        for index in positions { mapping.columns[index] = .neverStored(name: mapping.names[index]) }
        return mapping
    }
}
