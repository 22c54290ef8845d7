internal import CSV
package import RefineryModel
internal import WorkbookWriter

/// How a list is written.
package enum ExportFormat: String, Sendable, CaseIterable {
    /// RFC 4180, with a header.
    case csv
    /// One JSON object a line.
    case jsonl
    /// A workbook of Excel.
    case xlsx
}

/// How the CSV of a list is written.
struct CSVDialect {
    var delimiter = UInt8(ascii: ",")
    var newline = "\r\n"
    var hasByteOrderMark = false
    /// Whether to put a ' before cells that a spreadsheet would take for a formula.
    var guardsFormulas = false
}

/// Writes a list a page at a time: its memory is used again, and constant.
struct PageWriter {
    private enum Output {
        case csv(CSVWriter)
        case lines([UInt8])
        case workbook(WorkbookWriter)
    }

    private var output: Output
    private var mark: [UInt8] = []

    /// - Parameters:
    ///   - header: The columns, of which CSV and workbooks have a line.
    ///   - numbers: Columns whose cells are numbers in a workbook.
    /// - Throws: ``ExportFault``.
    init(_ format: ExportFormat, header: [String], numbers: Set<Int> = [], _ dialect: CSVDialect = CSVDialect()) throws {
        switch format {
        case .csv:
            var csv = CSVWriter(delimiter: dialect.delimiter, newline: dialect.newline, guardsFormulas: dialect.guardsFormulas)
            csv.append(record: header)
            output = .csv(csv)
            if dialect.hasByteOrderMark { mark = [0xEF, 0xBB, 0xBF] }
        case .jsonl: output = .lines([])
        case .xlsx: output = .workbook(try ExportFault.explaining { try WorkbookWriter(header: header, numbers: numbers) })
        }
    }

    /// Adds one line, of which only what the format needs is made.
    mutating func append(cells: @autoclosure () throws -> [String?], object: @autoclosure () throws -> String) throws {
        switch output {
        case .csv(var csv):
            output = .lines([])
            csv.append(record: try cells())
            output = .csv(csv)
        case .lines(var lines):
            output = .lines([])
            lines += Array((try object() + "\n").utf8)
            output = .lines(lines)
        case .workbook(let workbook):
            let row = try cells()
            try ExportFault.explaining { try workbook.append(row) }
        }
    }

    /// What was added since the last call; of a workbook nothing before its end.
    mutating func take() -> [UInt8] {
        switch output {
        case .csv(var csv):
            output = .lines([])
            let bytes = mark + csv.bytes
            mark = []
            csv.removeAll()
            output = .csv(csv)
            return bytes
        case .lines(let lines):
            output = .lines([])
            return lines
        case .workbook: return []
        }
    }

    /// Writes what is left once all lines were added.
    /// - Returns: Cells that were longer than the format allows, and are cut.
    @discardableResult
    mutating func finish(to write: ([UInt8]) async throws -> Void) async throws -> Int64 {
        let left = take()
        if !left.isEmpty { try await write(left) }
        guard case .workbook(let workbook) = output else { return 0 }
        do { try await workbook.finish(to: write) } catch let error as WorkbookError { throw ExportFault(error) }
        return workbook.cutCells
    }
}

/// What came of writing a file.
package struct ExportOutcome: Sendable, Equatable {
    /// How many rows it has, without its header.
    package var rows: Int64 = 0
    /// Cells that were longer than the format allows, and are cut.
    package var cutCells: Int64 = 0

    package init(rows: Int64 = 0, cutCells: Int64 = 0) { (self.rows, self.cutCells) = (rows, cutCells) }
}

/// Why a list cannot be written.
package enum ExportFault: Fault, Equatable {
    /// A sheet has no room for so many columns.
    case tooManyColumns(Int)
    case notWritten(String)
    /// Everything of the import was taken away again.
    case undone(ImportID)
    case unknownColumn(String, known: [String])
    case unknownLayout(String, known: [String])

    init(_ error: WorkbookError) {
        switch error {
        case .tooManyColumns(let count): self = .tooManyColumns(count)
        case .notWritten(let reason): self = .notWritten(reason)
        }
    }

    fileprivate static func explaining<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as WorkbookError { throw ExportFault(error) }
    }

    package var code: FaultCode {
        switch self {
        case .tooManyColumns, .unknownColumn, .unknownLayout: .valueInvalid
        case .notWritten: .outputNotWritten
        case .undone: .stateConflict
        }
    }

    package var summary: String {
        switch self {
        case .tooManyColumns(let count): "A sheet of Excel has room for 16,384 columns; these are \(count)."
        case .notWritten(let reason): "The workbook cannot be written: \(reason)."
        case .undone(let id): "Import \(id.short) was undone: nothing is known of its rows any more."
        case .unknownColumn(let name, _): "There is no column “\(name)”."
        case .unknownLayout(let name, _): "There is no layout “\(name)”."
        }
    }

    package var remedy: String? {
        switch self {
        case .tooManyColumns: "Write CSV, or fewer columns."
        case .notWritten: "Free space in the temporary directory, or name another one with TMPDIR."
        case .undone: "Submit the file again."
        case .unknownColumn(let name, let known), .unknownLayout(let name, let known):
            (Nearest.match(for: name, in: known).map { "Did you mean \($0)? " } ?? "") + "There are: \(known.joined(separator: ", "))."
        }
    }
}
