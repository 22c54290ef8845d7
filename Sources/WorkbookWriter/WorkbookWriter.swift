#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif
internal import CLibXLSXWriter

/// Writes one table as a workbook of Excel, row after row, with constant memory: what was written lies in temporary files.
///
/// Every cell is text or a number, none is a formula. A sheet takes 1,048,576 rows, the header among them; then the next one begins,
/// with the header once more.
package final class WorkbookWriter {
    /// What a sheet of Excel takes.
    package static let rowsMax = 1_048_576
    package static let columnsMax = 16_384
    /// In UTF-16 code units.
    package static let cellLengthMax = 32_767

    /// Cells that were longer than Excel allows, and are cut.
    package private(set) var cutCells: Int64 = 0

    private let header: [String]
    private let numbers: Set<Int>
    private let rowsPerSheet: Int
    private let folder: URL
    private var workbook: UnsafeMutablePointer<lxw_workbook>?
    private var sheet: UnsafeMutablePointer<lxw_worksheet>
    private var sheets = 1
    private var row = 0

    private var path: String { folder.appending(path: "table.xlsx").path }

    /// - Parameters:
    ///   - header: The first row of each sheet.
    ///   - numbers: Columns whose cells are numbers where they can be.
    ///   - rowsPerSheet: For tests; defaults to ``rowsMax``.
    /// - Throws: ``WorkbookError``.
    package init(header: [String], numbers: Set<Int> = [], rowsPerSheet: Int = WorkbookWriter.rowsMax) throws {
        guard header.count <= Self.columnsMax else { throw WorkbookError.tooManyColumns(header.count) }
        self.header = header
        self.numbers = numbers
        self.rowsPerSheet = rowsPerSheet
        let folder = FileManager.default.temporaryDirectory.appending(path: "refinery-xlsx-\(UUID())")
        self.folder = folder
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch { throw WorkbookError.notWritten("\(error)") }
        let made = folder.path.withCString { directory in
            folder.appending(path: "table.xlsx").path.withCString { path in
                var options = lxw_workbook_options(constant_memory: 1, tmpdir: UnsafeMutablePointer(mutating: directory), use_zip64: 1)
                let workbook = workbook_new_opt(path, &options)
                return (workbook, workbook.flatMap { workbook_add_worksheet($0, nil) })
            }
        }
        guard let workbook = made.0, let sheet = made.1 else {
            try? FileManager.default.removeItem(at: folder)
            throw WorkbookError.notWritten("there is no memory, or no room in \(folder.path)")
        }
        self.workbook = workbook
        self.sheet = sheet
        try writeHeader()
    }

    deinit {
        if let workbook { lxw_workbook_free(workbook) }
        try? FileManager.default.removeItem(at: folder)
    }

    /// Adds a row; nil is an empty cell.
    /// - Throws: ``WorkbookError``.
    package func append(_ cells: [String?]) throws {
        guard cells.count <= Self.columnsMax else { throw WorkbookError.tooManyColumns(cells.count) }
        if row == rowsPerSheet { try beginSheet() }
        for (column, cell) in cells.enumerated() {
            guard let cell, !cell.isEmpty else { continue }
            if numbers.contains(column), let number = Double(cell), number.magnitude < Self.exact {
                try check(worksheet_write_number(sheet, lxw_row_t(row), lxw_col_t(column), number, nil))
            } else {
                try check(worksheet_write_string(sheet, lxw_row_t(row), lxw_col_t(column), fitted(cell), nil))
            }
        }
        row += 1
    }

    /// Ends the workbook, and hands it out piece by piece.
    /// - Throws: ``WorkbookError``, and what `write` throws.
    package func finish(to write: ([UInt8]) async throws -> Void) async throws {
        guard let workbook else { return }
        self.workbook = nil
        try check(workbook_close(workbook))
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw WorkbookError.notWritten(String(cString: strerror(errno))) }
        defer { close(file) }
        unlink(path)
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = piece.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw WorkbookError.notWritten(String(cString: strerror(errno))) }
            if count == 0 { return }
            try await write(Array(piece[..<count]))
        }
    }

    /// Whole numbers up to here are the same in a spreadsheet.
    private static let exact = 9_007_199_254_740_992.0

    private func beginSheet() throws {
        guard let workbook, let next = workbook_add_worksheet(workbook, nil) else { throw WorkbookError.notWritten("there is no memory") }
        sheet = next
        sheets += 1
        row = 0
        try writeHeader()
    }

    private func writeHeader() throws {
        for (column, name) in header.enumerated() where !name.isEmpty {
            try check(worksheet_write_string(sheet, 0, lxw_col_t(column), fitted(name), nil))
        }
        row = 1
    }

    /// A text that a cell takes, without what XML has no place for.
    private func fitted(_ text: String) -> String {
        var text = text
        if text.utf8.count > Self.cellLengthMax, text.utf16.count > Self.cellLengthMax {
            cutCells += 1
            var end = text.utf16.index(text.startIndex, offsetBy: Self.cellLengthMax)
            while String.Index(end, within: text) == nil { end = text.utf16.index(before: end) }
            text = String(text[..<end])
        }
        guard text.unicodeScalars.contains(where: { $0 == "\u{FFFE}" || $0 == "\u{FFFF}" || $0 == "\0" }) else { return text }
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar != "\0" {
            kept.append(scalar.value >= 0xFFFE && scalar.value <= 0xFFFF ? "\u{FFFD}" : scalar)
        }
        return String(kept)
    }

    private func check(_ error: lxw_error) throws {
        guard error == LXW_NO_ERROR else {
            throw WorkbookError.notWritten(lxw_strerror(error).map { String(cString: $0) } ?? "error \(error.rawValue)")
        }
    }
}

/// Why a workbook could not be written.
package enum WorkbookError: Error, Equatable {
    case tooManyColumns(Int)
    case notWritten(String)
}
