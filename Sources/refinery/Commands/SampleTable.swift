internal import RefineryModel

/// Normalized rows beside the cells that they came from, as wide as the terminal. Pure: values in, lines out.
struct SampleTable {
    private let mapping: Mapping
    private let nameWidth: Int
    private let cellWidth: Int

    /// - Parameter columns: Of the terminal.
    init(mapping: Mapping, columns: Int) {
        self.mapping = mapping
        nameWidth = min(22, max(10, columns / 4))
        cellWidth = max(10, (columns - nameWidth - 6) / 2)
    }

    /// A line a column of the record, then one for each cell of a field that came to nothing.
    /// - Parameters:
    ///   - values: Column names of the record and their values.
    ///   - cells: The row as the file has it.
    func lines(_ values: [(String, String)], _ cells: [String]) -> [String] {
        let number = values.first { $0.0 == "row_number" }?.1 ?? ""
        var lines = [line("row \(number)", "in the file", "as a record")]
        var left = mapping.columns.enumerated().filter { $0.offset < cells.count && !cells[$0.offset].isEmpty }
        for (name, value) in values where name != "row_number" {
            let sources = left.filter { $0.element.field?.column.rawValue == name }.map { cells[$0.offset] }
            left.removeAll { $0.element.field?.column.rawValue == name }
            lines.append(line(name, sources.joined(separator: " "), value))
        }
        for (offset, use) in left {
            if let field = use.field { lines.append(line(field.column.rawValue, cells[offset], "–")) }
        }
        return lines
    }

    private func line(_ name: String, _ cell: String, _ value: String) -> String {
        let text = "  " + fitted(name, nameWidth) + "  " + fitted(cell, cellWidth) + "  " + fitted(value, cellWidth)
        return String(text.reversed().drop { $0 == " " }.reversed())
    }

    private func fitted(_ text: String, _ width: Int) -> String {
        let text = text.visible
        return text.count > width ? text.prefix(width - 1) + "…" : text.padded(to: width)
    }
}
