internal import ArgumentParser
internal import CSV
internal import Postgres
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStore

struct ExportCommand: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case csv, jsonl }

    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the stored records of an import, or of all, in row order.",
        discussion: """
            Example:
              refinery export > records.csv
              refinery export 0b9f1c2a --format jsonl --output records.jsonl
              refinery export --everything --line-type mobile --state TX --valid --output texas.csv
            """)

    @Argument(help: ArgumentHelp("The import's id, or the beginning of it. Default: the newest import.", valueName: "import"))
    var id: String?

    @Flag(name: .long, help: "All records of all imports, each with its import_id.")
    var everything = false

    @Option(name: .long, help: ArgumentHelp("Only records whose number a lookup called so, such as mobile. Repeatable.", valueName: "type"))
    var lineType: [String] = []

    @Option(name: .long, help: ArgumentHelp("Only records of this state, by its code, such as TX. Repeatable.", valueName: "code"))
    var state: [String] = []

    @Flag(name: .long, help: "Only records with a valid number: by the lookup, or where there was none, by its form.")
    var valid = false

    @Option(name: .long, help: ArgumentHelp("csv or jsonl.", valueName: "format"))
    var format = Format.csv

    @Flag(name: .long, help: "The same as --format jsonl.")
    var json = false

    @Option(name: .long, help: ArgumentHelp("A file. Default: standard output.", valueName: "file"))
    var output: String?

    @Flag(name: .long, help: "Refuse to replace a file that is there.")
    var noClobber = false

    @Flag(name: .long, help: "Put a ' before cells that a spreadsheet would take for a formula.")
    var guardFormulas = false

    private static let pageSize = 2000

    mutating func validate() throws {
        if json { format = .jsonl }
        if everything && id != nil { throw ValidationError("Name an import, or say --everything, not both.") }
    }

    private var filter: RecordFilter {
        RecordFilter(
            lineTypes: lineType.isEmpty ? nil : lineType, states: state.isEmpty ? nil : state.map { $0.uppercased() },
            isValid: valid ? true : nil)
    }

    /// Record ids between which the wanted records lie, and what they are called in a sentence.
    private func extent(_ runtime: Runtime) async throws -> (after: RecordID, before: RecordID, name: String) {
        guard !everything else { return (RecordID(rawValue: 0), RecordID(rawValue: .max), "all imports") }
        let id = try await runtime.importID(id)
        guard let plan = try await runtime.withConnection({ try await $0.first(LoadImports(ids: [id])) }) else {
            throw StoreError.noSuchImport(id.description)
        }
        return (
            RecordID(importNumber: plan.number, row: 0), RecordID(importNumber: plan.number + 1, row: 0), "import \(id.short)"
        )
    }

    func run() async throws {
        try await reporting {
            let runtime = try await Runtime.start(role: "export")
            let extent = try await extent(runtime)
            var after = extent.after
            let target = try OutputTarget(path: output, replaces: !noClobber)
            var writer = CSVWriter(guardsFormulas: guardFormulas)
            if format == .csv { writer.append(record: (everything ? ["import_id"] : []) + RecordRow.columns) }
            let (everything, filter, before) = (everything, filter, extent.before)
            var count: Int64 = 0
            while true {
                let last = after
                let page = try await runtime.withConnection {
                    try await $0.rows(ListRecords(after: last, before: before, limit: Self.pageSize, filter: filter))
                }
                for record in page where format == .csv {
                    writer.append(record: (everything ? [record.importID.description] : []) + record.texts)
                }
                try target.write(format == .csv ? writer.bytes : page.flatMap { Array(($0.json(withImport: everything) + "\n").utf8) })
                writer.removeAll()
                count += Int64(page.count)
                guard let record = page.last, page.count == Self.pageSize else { break }
                after = record.id
            }
            try target.finish()
            Console.message("\(NumberFormat.counted(count, "record")) of \(extent.name)\(output.map { " written to \($0)" } ?? "").")
            await runtime.database.close()
        }
    }
}

extension RecordRow {
    /// One JSON object; columns without a value are null.
    fileprivate func json(withImport: Bool) -> String {
        let members = zip(Self.columns, texts).map { name, text in
            guard let text else { return "\"\(name)\":null" }
            return "\"\(name)\":" + (Self.isJSON(name) ? text : (try? JSON.text(text)) ?? "null")
        }
        let own = withImport ? ["\"import_id\":\"\(importID)\""] : []
        return "{" + (own + members).joined(separator: ",") + "}"
    }
}
