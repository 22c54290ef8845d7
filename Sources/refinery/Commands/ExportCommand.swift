internal import ArgumentParser
internal import CSV
internal import Postgres
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStore

struct ExportCommand: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case csv, jsonl }

    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the stored records of an import, in row order.",
        discussion: """
            Example:
              refinery export > records.csv
              refinery export 0b9f1c2a --format jsonl --output records.jsonl
            """)

    @Argument(help: "The import's id, or the beginning of it. Default: the newest import.")
    var id: String?

    @Option(name: .long, help: "csv or jsonl.")
    var format = Format.csv

    @Option(name: .long, help: "A file. Default: standard output.")
    var output: String?

    @Flag(name: .long, help: "Refuse to replace a file that is there.")
    var noClobber = false

    @Flag(name: .long, help: "Put a ' before cells that a spreadsheet would take for a formula.")
    var guardFormulas = false

    private static let pageSize = 2000

    func run() async throws {
        try await reporting {
            let runtime = try await Runtime.start(role: "export")
            let id = try await runtime.importID(id)
            guard let plan = try await runtime.withConnection({ try await $0.first(LoadImports(ids: [id])) }) else {
                throw StoreError.noSuchImport(id.description)
            }
            let target = try OutputTarget(path: output, replaces: !noClobber)
            var writer = CSVWriter(guardsFormulas: guardFormulas)
            if format == .csv { writer.append(record: RecordRow.columns) }
            var after = RecordID(importNumber: plan.number, row: 0)
            let before = RecordID(importNumber: plan.number + 1, row: 0)
            var count: Int64 = 0
            while true {
                let last = after
                let page = try await runtime.withConnection {
                    try await $0.rows(ListRecords(after: last, before: before, limit: Self.pageSize))
                }
                for record in page where format == .csv { writer.append(record: record.texts) }
                try target.write(format == .csv ? writer.bytes : page.flatMap { Array(($0.json + "\n").utf8) })
                writer.removeAll()
                count += Int64(page.count)
                guard let end = page.last, page.count == Self.pageSize else { break }
                after = end.id
            }
            try target.finish()
            Console.message("\(NumberFormat.counted(count, "record")) of import \(id.short)\(output.map { " written to \($0)" } ?? "").")
            await runtime.database.close()
        }
    }
}

extension RecordRow {
    /// One JSON object; columns without a value are null.
    fileprivate var json: String {
        let members = zip(Self.columns, texts).map { name, text in
            guard let text else { return "\"\(name)\":null" }
            return "\"\(name)\":" + (Self.isJSON(name) ? text : (try? JSON.text(text)) ?? "null")
        }
        return "{" + members.joined(separator: ",") + "}"
    }
}
