internal import ArgumentParser
internal import CSV
internal import Postgres
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStore

struct RejectsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rejects", abstract: "Write the rejected rows of an import as CSV, ready to be fixed and submitted again.",
        discussion: """
            Each line: row, field, value, code, message, then the columns of the file.

            Example:
              refinery rejects --output rejects.csv
              refinery submit rejects.csv
            """)

    @Argument(help: ArgumentHelp("The import's id, or the beginning of it. Default: the newest import.", valueName: "import"))
    var id: String?

    @Option(name: .long, help: ArgumentHelp("A file. Default: standard output.", valueName: "file"))
    var output: String?

    @Flag(name: .long, help: "Refuse to replace a file that is there.")
    var noClobber = false

    @Flag(name: .long, help: "Print JSON, one object a line.")
    var json = false

    private struct Line: Encodable {
        let row: Int64
        let field: String?
        let value: String?
        let code: String
        let message: String
        let cells: [String]
    }

    func run() async throws {
        try await reporting {
            let runtime = try await Runtime.start(role: "rejects", expectsData: true)
            let id = try await runtime.importID(id)
            let plan = try await runtime.plan(of: id)
            let cells = RejectCells(plan.options.format)
            let target = try OutputTarget(path: output, replaces: !noClobber)
            var writer = CSVWriter()
            let names = plan.options.mapping.names
            // Rejects of rejects: the five columns stand there once.
            let dropped = names.starts(with: RejectColumns.names) ? RejectColumns.names.count : 0
            let own = Mapping(columns: Array(plan.options.mapping.columns.dropFirst(dropped)), names: Array(names.dropFirst(dropped)))
            if !json { writer.append(record: RejectColumns.names + RejectColumns.header(of: own)) }
            try target.write(writer.bytes)
            var count: Int64 = 0
            var discarded = DiscardedRows(runtime, plan)
            try await runtime.forEachPage({ last, size in ListRejects(importID: id, after: last?.row ?? 0, limit: size) }) { page in
                writer.removeAll()
                var lines: [UInt8] = []
                let texts = try await discarded.texts(in: page)
                for reject in page {
                    let row = Array(cells.cells(of: texts[reject.row] ?? reject.raw).dropFirst(dropped))
                    if json {
                        let line = Line(
                            row: reject.row, field: reject.field, value: reject.value, code: reject.code, message: reject.message,
                            cells: row)
                        lines += Array((try JSON.document(line) + "\n").utf8)
                    } else {
                        writer.append(record: ["\(reject.row)", reject.field, reject.value, reject.code, reject.message] + row)
                    }
                }
                try target.write(json ? lines : writer.bytes)
                count += Int64(page.count)
            }
            try target.finish()
            Console.message("\(NumberFormat.counted(count, "reject")) of import \(id.short)\(OutputTarget.place(output)).")
            await runtime.database.close()
        }
    }
}

/// The text of rows of discarded batches: nobody looked at them, so it stands in the source alone.
private struct DiscardedRows {
    private let runtime: Runtime
    private let plan: ImportPlan
    private var source: SourceRows?
    /// Whether the source could not be read, which is said once.
    private var isGone = false

    init(_ runtime: Runtime, _ plan: ImportPlan) {
        self.runtime = runtime
        self.plan = plan
    }

    mutating func texts(in page: [RejectRow]) async throws -> [Int64: String] {
        let rows = page.filter { $0.code == IssueCode.batchDiscarded.rawValue }.map(\.row)
        if rows.isEmpty || isGone { return [:] }
        do {
            if source == nil { source = try SourceRows(plan, runtime.sources) }
            return try await source?.texts(of: rows) ?? [:]
        } catch let error as StoreError {
            isGone = true
            Console.message("Rows of discarded batches have no cells: \(error.summary)")
            return [:]
        }
    }
}
