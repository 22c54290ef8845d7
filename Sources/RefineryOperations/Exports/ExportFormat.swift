internal import CSV

/// How a list is written.
package enum ExportFormat: String, Sendable, CaseIterable {
    /// RFC 4180, with a header.
    case csv
    /// One JSON object a line.
    case jsonl
}

/// Writes a list a page at a time: its memory is used again, and constant.
struct PageWriter {
    private let format: ExportFormat
    private var csv: CSVWriter
    private var lines: [UInt8] = []

    /// - Parameters:
    ///   - header: The columns, of which CSV has a line.
    ///   - guardsFormulas: Whether to put a ' before cells that a spreadsheet would take for a formula.
    init(_ format: ExportFormat, header: [String], guardsFormulas: Bool = false) {
        self.format = format
        csv = CSVWriter(guardsFormulas: guardsFormulas)
        if format == .csv { csv.append(record: header) }
    }

    /// Adds one line, of which only what the format needs is made.
    mutating func append(cells: @autoclosure () throws -> [String?], object: @autoclosure () throws -> String) rethrows {
        switch format {
        case .csv: csv.append(record: try cells())
        case .jsonl: lines += Array((try object() + "\n").utf8)
        }
    }

    /// What was added since the last call.
    mutating func take() -> [UInt8] {
        defer {
            csv.removeAll()
            lines.removeAll(keepingCapacity: true)
        }
        return format == .csv ? csv.bytes : lines
    }
}
