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

    /// - Parameter guardsFormulas: Whether to put a ' before cells that a spreadsheet would take for a formula. Defaults to `false`.
    package init(_ selection: Selection, filter: RecordFilter = RecordFilter(), format: ExportFormat, guardsFormulas: Bool = false) {
        self.selection = selection
        self.filter = filter
        self.format = format
        self.guardsFormulas = guardsFormulas
    }

    /// What stands before the columns of a record: where it is from, when they are not all of one import.
    private var leadingColumns: [String] {
        switch selection {
        case .everything: ["import_id"]
        case .stored: []
        case .contacts: ["row", "import_id"]
        }
    }

    /// Hands the file to `write`, piece by piece.
    /// - Returns: How many records it has.
    package func write(_ operations: Operations, to write: ([UInt8]) async throws -> Void) async throws -> Int64 {
        let leadingColumns = leadingColumns
        var writer = PageWriter(format, header: leadingColumns + RecordRow.columns, guardsFormulas: guardsFormulas)
        try await write(writer.take())
        var count: Int64 = 0
        try await forEachPage(operations) { page in
            for (row, record) in page {
                let leading = (row.map { ["\($0)"] } ?? []) + (leadingColumns.isEmpty ? [] : [record.importID.description])
                writer.append(cells: leading + record.cells, object: record.json(leading: zip(leadingColumns, leading)))
            }
            try await write(writer.take())
            count += Int64(page.count)
        }
        return count
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
    fileprivate var cells: [String?] {
        zip(Self.meanings, texts).map { meaning, text in
            if case .texts = meaning, let text { Self.values(text).joined(separator: "; ") } else { text }
        }
    }

    /// One JSON object; columns without a value are null.
    func json(leading: some Sequence<(String, String)>) -> String {
        let members = zip(zip(Self.columns, Self.meanings), texts).map { column, text in
            guard let text else { return "\"\(column.0)\":null" }
            let value =
                switch column.1 {
                case .json: text
                case .text: (try? JSON.text(text)) ?? "null"
                case .texts: (try? JSON.text(Self.values(text))) ?? "null"
                }
            return "\"\(column.0)\":" + value
        }
        let own = leading.map { name, text in "\"\(name)\":" + (name == "row" || name == "id" ? text : "\"\(text)\"") }
        return "{" + (own + members).joined(separator: ",") + "}"
    }
}
