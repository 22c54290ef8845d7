internal import Postgres
package import RefineryModel
package import RefineryStore

/// Stored records as a file, in row order, with constant memory.
package struct RecordExport: Sendable {
    /// Whose records.
    package enum Selection: Sendable {
        /// All of all imports, each with its `import_id`.
        case everything
        /// Those that an import stored.
        case stored(ImportPlan)
        /// All contacts of an import, also those that other imports stored first: each once, with its row and its `import_id`.
        case contacts(ImportPlan)
    }

    private let selection: Selection
    private let filter: RecordFilter
    private let format: ExportFormat
    private let guardsFormulas: Bool
    private let columns: Columns

    /// Which columns, and under which names.
    package enum Columns: Sendable {
        case all
        /// Some, in this order.
        case named([String])
        case layout(ExportLayout)

        /// - Parameters:
        ///   - names: Some, separated by commas; nil for all.
        ///   - layout: The program whose columns they are, instead of names.
        /// - Throws: ``ExportFault/unknownLayout(_:known:)``.
        package init(names: String?, layout: String?) throws {
            if let layout {
                self = .layout(try ExportLayout(named: layout))
            } else if let names {
                self = .named(names.split(separator: ",").map { $0.filter { $0 != " " } })
            } else {
                self = .all
            }
        }
    }

    /// - Parameter guardsFormulas: Whether to put a ' before cells that a spreadsheet would take for a formula. Defaults to `false`.
    /// - Throws: ``ExportFault/unknownColumn(_:known:)``.
    package init(
        _ selection: Selection, filter: RecordFilter = RecordFilter(), format: ExportFormat, columns: Columns = .all,
        guardsFormulas: Bool = false
    ) throws {
        self.selection = selection
        self.filter = filter
        self.format = format
        self.guardsFormulas = guardsFormulas
        self.columns = columns
        _ = try shown()
    }

    /// What stands before the columns of a record: where it is from, when they are not all of one import.
    private var leadingColumns: [String] {
        switch selection {
        case .everything: ["import_id"]
        case .stored: []
        case .contacts: ["row", "import_id"]
        }
    }

    /// Places among the leading columns and those of a record.
    private func shown() throws -> [Int] {
        let known = leadingColumns + RecordRow.columns
        guard case .named(let names) = columns else { return Array(known.indices) }
        return try names.map { name in
            guard let place = known.firstIndex(of: name.lowercased()) else { throw ExportFault.unknownColumn(name, known: known) }
            return place
        }
    }

    private func header(_ shown: [Int]) -> [String] {
        if case .layout(let layout) = columns { return layout.columns.map(\.header) }
        let known = leadingColumns + RecordRow.columns
        return shown.map { known[$0] }
    }

    /// Hands the file to `write`, piece by piece.
    package func write(_ operations: Operations, to write: ([UInt8]) async throws -> Void) async throws -> ExportOutcome {
        let leadingColumns = leadingColumns
        let shown = try shown()
        let header = header(shown)
        let names = leadingColumns + RecordRow.columns
        let numbers = Set(header.indices.filter { RecordRow.numbers.contains(header[$0]) })
        var writer = try PageWriter(format, header: header, numbers: numbers, CSVDialect(guardsFormulas: guardsFormulas))
        try await write(writer.take())
        var outcome = ExportOutcome()
        try await forEachPage(operations) { page in
            for (row, record) in page {
                let leading = (row.map { ["\($0)"] } ?? []) + (leadingColumns.isEmpty ? [] : [record.importID.description])
                switch columns {
                case .layout(let layout):
                    let cells = layout.cells(of: record)
                    try writer.append(cells: cells, object: Self.object(zip(header, cells)))
                case .all:
                    try writer.append(cells: leading + record.cells, object: record.json(leading: zip(leadingColumns, leading)))
                case .named:
                    let cells = leading + record.cells
                    try writer.append(
                        cells: shown.map { cells[$0] }, object: Self.object(shown, names, zip(leadingColumns, leading), record))
                }
            }
            try await write(writer.take())
            outcome.rows += Int64(page.count)
        }
        outcome.cutCells = try await writer.finish(to: write)
        return outcome
    }

    private static func object(_ members: some Sequence<(String, String?)>) throws -> String {
        let members = try members.map { "\"\($0)\":" + (try $1.map { try JSON.text($0) } ?? "null") }
        return "{" + members.joined(separator: ",") + "}"
    }

    private static func object(
        _ shown: [Int], _ names: [String], _ leading: some Sequence<(String, String)>, _ record: RecordRow
    ) -> String {
        let values = RecordRow.values(leading: leading) + record.members
        return "{" + shown.map { "\"\(names[$0])\":\(values[$0])" }.joined(separator: ",") + "}"
    }

    /// Reads the wanted records, each with its row in the import when that may be another than its own.
    private func forEachPage(
        _ operations: Operations, _ body: ([(row: Int64?, record: RecordRow)]) async throws -> Void
    ) async throws {
        let (start, end): (RecordID, RecordID)
        switch selection {
        case .everything: (start, end) = (RecordID(importNumber: 0, row: 0), RecordID(rawValue: .max))
        case .stored(let plan):
            (start, end) = (RecordID(importNumber: plan.number, row: 0), RecordID(importNumber: plan.number + 1, row: 0))
        case .contacts(let plan): return try await forEachContact(of: plan, operations, body)
        }
        try await operations.forEachPage({ last, size in
            ListRecords(after: last?.id ?? start, before: end, limit: size, filter: filter)
        }) { page in try await body(page.map { (nil, $0) }) }
    }

    private func forEachContact(
        of plan: ImportPlan, _ operations: Operations, _ body: ([(row: Int64?, record: RecordRow)]) async throws -> Void
    ) async throws {
        try await operations.forEachPage({ last, size in
            ListContacts(importID: plan.id, importNumber: plan.number, after: last?.row ?? 0, limit: size)
        }) { page in
            let find = FindRecords(ids: page.map(\.recordID), filter: filter)
            let records = try await operations.withConnection { try await $0.rows(find) }
            let rows = Dictionary(uniqueKeysWithValues: page.map { ($0.recordID, $0.row) })
            try await body(records.map { (rows[$0.id], $0) })
        }
    }
}

extension RecordRow {
    /// For a spreadsheet: several values in one cell.
    fileprivate var cells: [String?] { texts.indices.map { shown($0) } }

    /// The cell at a place of ``columns``.
    func shown(_ place: Int) -> String? {
        if case .texts = Self.meanings[place], let text = texts[place] { Self.values(text).joined(separator: "; ") } else { texts[place] }
    }

    /// Columns that a spreadsheet adds up.
    fileprivate static let numbers: Set<String> = Set(
        ["row", "row_number"] + RecordColumn.allCases.filter { $0.kind == .bigint || $0.kind == .smallint }.map(\.rawValue))

    /// What stands before them, as JSON.
    fileprivate static func values(leading: some Sequence<(String, String)>) -> [String] {
        leading.map { name, text in name == "row" || name == "id" ? text : "\"\(text)\"" }
    }

    /// The values of all columns as JSON; null for nothing.
    fileprivate var members: [String] {
        zip(Self.meanings, texts).map { meaning, text in
            guard let text else { return "null" }
            switch meaning {
            case .json: return text
            case .text: return (try? JSON.text(text)) ?? "null"
            case .texts: return (try? JSON.text(Self.values(text))) ?? "null"
            }
        }
    }

    /// One JSON object; columns without a value are null.
    func json(leading: some Sequence<(String, String)>) -> String {
        let members = zip(Self.columns, members).map { "\"\($0)\":" + $1 }
        let own = zip(leading.map(\.0), Self.values(leading: leading)).map { "\"\($0)\":" + $1 }
        return "{" + (own + members).joined(separator: ",") + "}"
    }
}
