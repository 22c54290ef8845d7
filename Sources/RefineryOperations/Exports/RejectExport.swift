internal import Postgres
package import RefineryModel
package import RefineryStore
internal import RefineryStages
internal import Tables

/// Rejected rows of an import as a file, ready to be mended and submitted again, with constant memory.
///
/// Each line: row, field, value, code, message, where the file was no CSV the line of the row in it, then the columns of the file.
package struct RejectExport: Sendable {
    private let plan: ImportPlan
    private let format: ExportFormat
    private let guardsFormulas: Bool

    /// - Parameter guardsFormulas: Whether to put a ' before cells that a spreadsheet would take for a formula. Defaults to `false`.
    package init(_ plan: ImportPlan, format: ExportFormat, guardsFormulas: Bool = false) {
        self.plan = plan
        self.format = format
        self.guardsFormulas = guardsFormulas
    }

    private struct Line: Encodable {
        let row: Int64
        let field: String?
        let value: String?
        let code: String
        let message: String
        let line: Int64?
        let cells: [String]
    }

    /// Hands the file to `write`, piece by piece.
    /// - Parameter onMissing: Gets, once, why rows of discarded batches have no cells.
    package func write(
        _ operations: Operations, onMissing: @escaping (StoreError) -> Void, to write: ([UInt8]) async throws -> Void
    ) async throws -> ExportOutcome {
        let cells = RejectCells(plan.options.format)
        let names = plan.options.mapping.names
        // Of a list of ours the columns of the file alone: ours stand there once.
        let hidden = Set(OwnList(names)?.positions ?? [])
        func own<Cell>(_ cells: [Cell]) -> [Cell] {
            hidden.isEmpty ? cells : cells.indices.filter { !hidden.contains($0) }.map { cells[$0] }
        }
        let lines = try await operations.originLines(of: plan.id)
        let mapping = Mapping(columns: own(plan.options.mapping.columns), names: own(names))
        var writer = try PageWriter(
            format, header: RejectColumns.names + (lines == nil ? [] : [TableColumns.line]) + RejectColumns.header(of: mapping),
            numbers: lines == nil ? [0] : [0, RejectColumns.names.count], CSVDialect(guardsFormulas: guardsFormulas))
        try await write(writer.take())
        var outcome = ExportOutcome()
        var discarded = DiscardedRows(operations, plan, onMissing)
        let importID = plan.id
        try await operations.forEachPage({ last, size in ListRejects(importID: importID, after: last?.row ?? 0, limit: size) }) { page in
            let texts = try await discarded.texts(in: page)
            for reject in page {
                let row = own(cells.cells(of: texts[reject.row] ?? reject.raw))
                let line = Line(
                    row: reject.row, field: reject.field, value: reject.value, code: reject.code, message: reject.message,
                    line: lines?.line(of: reject.row), cells: row)
                let place: [String?] = lines == nil ? [] : [line.line.map { "\($0)" }]
                try writer.append(
                    cells: ["\(line.row)", line.field, line.value, line.code, line.message] + place + row, object: JSON.document(line))
            }
            try await write(writer.take())
            outcome.rows += Int64(page.count)
        }
        outcome.cutCells = try await writer.finish(to: write)
        return outcome
    }
}

/// The text of rows of discarded batches: nobody looked at them, so it stands in the source alone.
private struct DiscardedRows {
    private let operations: Operations
    private let plan: ImportPlan
    private let onMissing: (StoreError) -> Void
    private var source: SourceRows?
    /// Whether the source could not be read, which is said once.
    private var isGone = false

    init(_ operations: Operations, _ plan: ImportPlan, _ onMissing: @escaping (StoreError) -> Void) {
        self.operations = operations
        self.plan = plan
        self.onMissing = onMissing
    }

    mutating func texts(in page: [RejectRow]) async throws -> [Int64: String] {
        let rows = page.filter { $0.code == IssueCode.batchDiscarded.rawValue }.map(\.row)
        if rows.isEmpty || isGone { return [:] }
        do {
            if source == nil { source = try SourceRows(plan, operations.sources) }
            return try await source?.texts(of: rows) ?? [:]
        } catch let error as StoreError {
            isGone = true
            onMissing(error)
            return [:]
        }
    }
}
