#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import CSV
internal import Postgres
package import RefineryModel
internal import RefineryStages
internal import RefineryStore
internal import Tables

/// The table of an import as it was submitted, row for row, with what became of each row in front, with constant memory.
///
/// The source is read again, in step with the outcomes. Cells that were understood are written as the records have them, or, where they
/// are to stay as they were, the normalized columns stand behind them.
package struct TableExport: Sendable {
    private let plan: ImportPlan
    private let status: ImportStatus
    private let format: ExportFormat
    private let appends: Bool
    private let guardsFormulas: Bool

    /// - Parameters:
    ///   - summary: How far the import is.
    ///   - appends: Whether the cells stay as they were, and normalized columns stand behind them.
    /// - Throws: ``ExportFault/undone(_:)``.
    package init(_ plan: ImportPlan, _ status: ImportStatus, format: ExportFormat, appends: Bool, guardsFormulas: Bool = false) throws {
        guard status != .undone else { throw ExportFault.undone(plan.id) }
        self.plan = plan
        self.status = status
        self.format = format
        self.appends = appends
        self.guardsFormulas = guardsFormulas
    }

    /// Looks whether the source is there, before anything of the file is written.
    /// - Throws: ``StoreError`` when it is gone or out of reach.
    package func checkSource(_ operations: Operations) async throws {
        _ = try await operations.sources.read(plan.source, 0..<min(1, plan.source.bytes))
    }

    /// Rows whose outcomes are asked for at once.
    private static let rowsPerPage = 2000

    /// Hands the file to `write`, piece by piece.
    /// - Throws: ``StoreError`` when the source is gone or out of reach.
    package func write(_ operations: Operations, to write: ([UInt8]) async throws -> Void) async throws -> ExportOutcome {
        let year = Calendar(identifier: .gregorian).component(.year, from: Date())
        let refiner = try TableRefiner(plan, appends: appends, currentYear: year)
        let names = header
        let appended = refiner.appended.map(TableColumns.appended)
        let places = try await operations.originLines(of: plan.id)
        let leading = TableColumns.names + (places == nil ? [] : [TableColumns.line])
        var writer = try PageWriter(
            format, header: leading + names + appended, numbers: places == nil ? [0] : [0, TableColumns.names.count],
            try await dialect(operations))
        var splits = try SourceSplits(plan, operations.sources)
        var outcome = ExportOutcome()
        while true {
            let wasAtEnd = splits.isAtEnd
            for page in Self.pages(of: try await splits.next()) {
                for var line in try await lines(page, splits, refiner, operations) {
                    if let places { line.leading.append(places.line(of: line.number).map { "\($0)" }) }
                    try writer.append(cells: line.cells, object: line.object(leading, names, appended))
                    outcome.rows += 1
                }
                try await write(writer.take())
            }
            if wasAtEnd || splits.isAtEnd { break }
        }
        outcome.cutCells = try await writer.finish(to: write)
        return outcome
    }

    // MARK: - The file

    /// The names of the file's columns; of a file without a header those by which a submit maps them as the import does.
    private var header: [String] {
        let count = plan.options.mapping.columns.count
        guard let header = plan.options.format.header else { return RejectColumns.header(of: plan.options.mapping) }
        if header.count == count { return header }
        // A first column without a name counts the rows.
        if header.count == count - 1, plan.options.mapping.names.first == "column_1" { return [""] + header }
        return header.count > count ? Array(header.prefix(count)) : header + Array(repeating: "", count: count - header.count)
    }

    /// As the file was written, but always in UTF-8: with a mark where the file had one, or spreadsheets would take it for something else.
    private func dialect(_ operations: Operations) async throws -> CSVDialect {
        var dialect = CSVDialect(guardsFormulas: guardsFormulas)
        if let delimiter = plan.options.format.delimiter.utf8.first { dialect.delimiter = delimiter }
        let beginning = try await operations.sources.read(plan.source, 0..<min(64 << 10, plan.source.bytes))
        dialect.hasByteOrderMark = beginning.starts(with: [0xEF, 0xBB, 0xBF]) || plan.options.format.encoding != CSVEncoding.utf8.rawValue
        if let end = beginning.firstIndex(of: UInt8(ascii: "\n")) {
            dialect.newline = end > 0 && beginning[..<end].last(where: { $0 != 0 }) == UInt8(ascii: "\r") ? "\r\n" : "\n"
        }
        return dialect
    }

    /// Stretches of the source that are looked at together.
    private static func pages(of splits: [CSVSplit]) -> [[CSVSplit]] {
        var pages: [[CSVSplit]] = []
        var rows = 0
        for split in splits {
            let count = split.span?.rowCount ?? 1
            if pages.isEmpty || rows + count > rowsPerPage {
                pages.append([])
                rows = 0
            }
            pages[pages.count - 1].append(split)
            rows += count
        }
        return pages
    }

    // MARK: - Rows

    private struct Line {
        let number: Int64
        var leading: [String?]
        var row: [String]
        /// Empty for a row that is no record.
        var appended: [String?] = []

        var cells: [String?] { leading + row + appended }

        /// One JSON object; cells beyond the columns are called by their number.
        func object(_ leadingNames: [String], _ names: [String], _ appendedNames: [String]) throws -> String {
            var used: Set<String> = []
            var members: [String] = []
            func add(_ name: String, _ value: String) throws {
                var distinct = name
                var number = 2
                while !used.insert(distinct).inserted {
                    distinct = "\(name)_\(number)"
                    number += 1
                }
                members.append("\(try JSON.text(distinct)):\(value)")
            }
            for (name, cell) in zip(leadingNames, leading) {
                let isPlain = name == "_row" || name == "_valid" || name == TableColumns.line
                try add(name, try cell.map { isPlain ? $0 : try JSON.text($0) } ?? "null")
            }
            for (index, cell) in row.enumerated() {
                let name = index < names.count ? names[index] : ""
                try add(name.isEmpty ? "column_\(index + 1)" : name, try JSON.text(cell))
            }
            for (name, cell) in zip(appendedNames, appended) { try add(name, try cell.map { try JSON.text($0) } ?? "null") }
            return "{" + members.joined(separator: ",") + "}"
        }
    }

    private func lines(
        _ page: [CSVSplit], _ splits: SourceSplits, _ refiner: TableRefiner, _ operations: Operations
    ) async throws -> [Line] {
        guard let first = page.first?.firstRow, let last = page.last?.lastRow else { return [] }
        let outcomes = try await Outcomes(plan, status, rows: first..<last + 1, operations)
        var rows: [TableRow] = []
        let stretches = Stretch.joined(page.compactMap { $0.span.map { (plan.id, $0) } })
        for stretch in stretches {
            let bytes = try await splits.read(stretch.bytes)
            try bytes.withUnsafeBufferPointer { bytes in
                for span in stretch.spans {
                    let start = Int(span.offset - stretch.bytes.lowerBound)
                    let raw = UnsafeBufferPointer(rebasing: bytes[start..<start + span.length])
                    rows += try refiner.rows(of: span, raw, refusing: outcomes.withoutRecord(in: span.rows))
                }
            }
        }
        for split in page {
            guard case .unreadable(_, _, let number, _, let excerpt) = split else { continue }
            rows.append(TableRow(number: number, cells: [excerpt]))
        }
        rows.sort { $0.number < $1.number }
        let numbers = Set(rows.compactMap { $0.record?.phone })
        let find = FindNumberFacts(numbers.sorted(), for: plan.id)
        let facts = numbers.isEmpty ? [] : try await operations.withConnection { try await $0.rows(find) }
        let known = Dictionary(uniqueKeysWithValues: facts.map { ($0.e164, $0) })
        return rows.map { line($0, outcomes[$0.number], known) }
    }

    private func line(_ row: TableRow, _ outcome: Outcomes.Word, _ facts: [String: NumberFacts]) -> Line {
        // Nothing that was erased comes back out of the source.
        if outcome.isErased {
            let cells = Array(repeating: "", count: plan.options.mapping.columns.count)
            return Line(
                number: row.number, leading: ["\(row.number)", outcome.name, outcome.reason] + Array(repeating: nil, count: 4), row: cells)
        }
        let fact = row.record?.phone.flatMap { facts[$0] }
        let isValid = fact?.isValid ?? row.record.flatMap { $0.phoneStatus == .missing ? nil : $0.phoneStatus == .valid }
        return Line(
            number: row.number,
            leading: [
                "\(row.number)", outcome.name, outcome.reason, outcome.record.map { "\($0.rawValue)" }, row.record?.phone, fact?.lineType,
                isValid.map { "\($0)" },
            ],
            row: appends ? row.cells : row.record?.cells ?? row.cells,
            appended: row.record.map { record in
                record.values.map { $0.map { RecordRow.values($0).joined(separator: "; ") } }
            } ?? [])
    }
}

extension CSVSplit {
    fileprivate var firstRow: Int64 {
        switch self {
        case .group(_, _, let first, _): first
        case .unreadable(_, _, let record, _, _): record
        }
    }

    fileprivate var lastRow: Int64 { firstRow + Int64(span?.rowCount ?? 1) - 1 }
}

/// What became of some rows.
private struct Outcomes {
    /// As the table says it.
    struct Word {
        var name: String
        var reason: String?
        var record: RecordID?
        var isErased = false
    }

    private var byRow: [Int64: Word] = [:]
    /// Rows of batches that are done.
    private var refined: [Range<Int64>] = []
    private let isEnded: Bool

    init(_ plan: ImportPlan, _ status: ImportStatus, rows: Range<Int64>, _ operations: Operations) async throws {
        isEnded = status == .completed
        let list = ListRowOutcomes(importID: plan.id, importNumber: plan.number, rows: rows)
        for (row, outcome) in try await operations.withConnection({ try await $0.rows(list) }) {
            switch outcome {
            case .stored(let id): byRow[row] = Word(name: "stored", record: id)
            case .duplicate(let id): byRow[row] = Word(name: "duplicate", record: id)
            case .rejected(let code, let message, let isErased):
                byRow[row] = Word(name: "rejected", reason: "\(code): \(message)", isErased: isErased)
            case .refined(let last): refined.append(row..<last + 1)
            }
        }
    }

    subscript(row: Int64) -> Word {
        if let word = byRow[row] { return word }
        let isErased = isEnded || refined.contains { $0.contains(row) }
        return Word(name: isErased ? "erased" : "pending", isErased: isErased)
    }

    /// Rows that became no record: they are not refined again, as one of them may have ended a worker.
    func withoutRecord(in rows: Range<Int64>) -> Set<Int64> { Set(rows.filter { self[$0].record == nil }) }
}
