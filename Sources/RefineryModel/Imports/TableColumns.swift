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

/// A list of ours that somebody submits again: the rejects of an import, the table as it was submitted, or one of these that was made of such
/// a list in turn. What it puts beside the columns of the file is left out then.
package struct OwnList: Sendable {
    /// How many columns of its own it begins with.
    package let leadingCount: Int
    /// Whether it holds rejects: their values are those that were wrong.
    package let holdsRejects: Bool
    /// Where the columns of the list itself stand, ascending: the leading ones, and the normalized ones behind those of the file.
    package let positions: [Int]

    /// Nil when the columns are not those of such a list.
    package init?(_ headers: [String]) {
        var rest = headers[...]
        var (holdsRejects, isTable) = (false, false)
        while true {
            if rest.starts(with: RejectColumns.names) {
                holdsRejects = true
                rest = rest.dropFirst(RejectColumns.names.count)
            } else if rest.starts(with: TableColumns.names) {
                isTable = true
                rest = rest.dropFirst(TableColumns.names.count)
            } else {
                break
            }
            if rest.first == TableColumns.line { rest = rest.dropFirst() }
        }
        guard holdsRejects || isTable else { return nil }
        let leading = headers.count - rest.count
        leadingCount = leading
        self.holdsRejects = holdsRejects
        positions = headers.indices.filter { $0 < leading || isTable && TableColumns.appendedNames.contains(headers[$0]) }
    }

    /// The mapping of a file, with the columns of a list of ours left out when it is one.
    /// - Throws: ``MappingError/columnOfList(_:name:)`` when a `--map` counts one of them: whoever said so counted the columns of the
    ///   file.
    package static func dropped(from mapping: Mapping, _ overrides: [MappingOverride] = []) throws(MappingError) -> Mapping {
        guard let list = OwnList(mapping.names) else { return mapping }
        for override in overrides {
            if case .numbered(let number) = override.column, list.positions.contains(number - 1) {
                throw .columnOfList(number, name: mapping.names[number - 1])
            }
        }
        var mapping = mapping
        for index in list.positions { mapping.columns[index] = .neverStored(name: mapping.names[index]) }
        return mapping
    }
}
