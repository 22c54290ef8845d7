/// The columns that the export of a table as it was submitted puts before those of the file.
package enum TableColumns {
    package static let names = ["_row", "_outcome", "_reason", "_record", "_phone", "_line_type", "_valid"]

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

    /// The columns that it begins with.
    package var leading: [String] { self == .rejects ? RejectColumns.names : TableColumns.names }

    /// Where the columns of the list itself stand, ascending: the leading ones, and the normalized ones behind those of the file.
    package func positions(in headers: [String]) -> [Int] {
        headers.indices.filter { $0 < leading.count || self == .table && TableColumns.appendedNames.contains(headers[$0]) }
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
