internal import ArgumentParser
internal import CSV
internal import Postgres
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStages
internal import RefineryStore
internal import TwilioLookup

struct ExportCommand: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case csv, jsonl }

    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the stored records of an import, or of all, in row order.",
        discussion: """
            Example:
              refinery export > records.csv
              refinery export 0b9f1c2a --format jsonl --output records.jsonl
              refinery export 0b9f1c2a --with-duplicates --output list.csv
              refinery export --everything --line-type mobile --state TX --valid --output texas.csv
            """)

    @Argument(help: ArgumentHelp("The import's id, or the beginning of it. Default: the newest import.", valueName: "import"))
    var id: String?

    @Flag(name: .long, help: "All records of all imports, each with its import_id.")
    var everything = false

    @Flag(
        name: .long,
        help: "All contacts of the import, also those that other imports stored first: each once, with its row and its import_id.")
    var withDuplicates = false

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

    mutating func validate() throws {
        if json { format = .jsonl }
        lineType = try lineType.map { try Self.word($0, among: LineType.names, "--line-type", "a type of line") }
        state = try state.map { text in
            try StateNormalizer.code(of: text)
                ?? Self.word(text.uppercased(), among: StateNormalizer.codes, "--state", "a state, territory or province")
        }
        if everything && id != nil { throw ValidationError("Name an import, or say --everything, not both.") }
        if everything && withDuplicates {
            throw ValidationError("--with-duplicates is of one import; --everything has all records anyway.")
        }
    }

    /// The one of `words` that is meant.
    private static func word(_ text: String, among words: [String], _ option: String, _ what: String) throws(ValidationError) -> String {
        if let match = words.first(where: { $0.lowercased() == text.lowercased() }) { return match }
        let meant = Nearest.match(for: text, in: words).map { " Did you mean \($0)?" } ?? " It is one of \(words.joined(separator: ", "))."
        throw ValidationError("\(option) names “\(text)”, which is not \(what).\(meant)")
    }

    private var filter: RecordFilter {
        RecordFilter(
            lineTypes: lineType.isEmpty ? nil : lineType, states: state.isEmpty ? nil : state,
            isValid: valid ? true : nil)
    }

    /// What stands before the columns of a record: where it is from, when they are not all of one import.
    private var leadingColumns: [String] { (withDuplicates ? ["row"] : []) + (withDuplicates || everything ? ["import_id"] : []) }

    func run() async throws {
        try await reporting {
            let runtime = try await Runtime.start(role: "export", expectsData: true)
            let plan = everything ? nil : try await runtime.plan(of: try await runtime.importID(id))
            let target = try OutputTarget(path: output, replaces: !noClobber)
            var writer = CSVWriter(guardsFormulas: guardFormulas)
            let leadingColumns = leadingColumns
            if format == .csv { writer.append(record: leadingColumns + RecordRow.columns) }
            try target.write(writer.bytes)
            var count: Int64 = 0
            try await forEachPage(of: plan, runtime) { page in
                writer.removeAll()
                var lines: [UInt8] = []
                for (row, record) in page {
                    let leading = (row.map { ["\($0)"] } ?? []) + (leadingColumns.isEmpty ? [] : [record.importID.description])
                    if format == .csv {
                        writer.append(record: leading + record.texts)
                    } else {
                        lines += Array((record.json(leading: zip(leadingColumns, leading)) + "\n").utf8)
                    }
                }
                try target.write(format == .csv ? writer.bytes : lines)
                count += Int64(page.count)
            }
            try target.finish()
            let name = plan.map { "import \($0.id.short)" } ?? "all imports"
            Console.message("\(NumberFormat.counted(count, "record")) of \(name)\(OutputTarget.place(output)).")
            await runtime.database.close()
        }
    }

    /// Reads the wanted records, each with its row in the import when that may be another than its own.
    private func forEachPage(
        of plan: ImportPlan?, _ runtime: Runtime, _ body: ([(row: Int64?, record: RecordRow)]) throws -> Void
    ) async throws {
        let filter = filter
        guard let plan, withDuplicates else {
            let start = RecordID(importNumber: plan?.number ?? 0, row: 0)
            let end = plan.map { RecordID(importNumber: $0.number + 1, row: 0) } ?? RecordID(rawValue: .max)
            return try await runtime.forEachPage({ last, size in
                ListRecords(after: last?.id ?? start, before: end, limit: size, filter: filter)
            }) { page in try body(page.map { (nil, $0) }) }
        }
        try await runtime.forEachPage({ last, size in
            ListContacts(importID: plan.id, importNumber: plan.number, after: last?.row ?? 0, limit: size)
        }) { page in
            let find = FindRecords(ids: page.map(\.recordID), filter: filter)
            let records = try await runtime.withConnection { try await $0.rows(find) }
            let rows = Dictionary(uniqueKeysWithValues: page.map { ($0.recordID, $0.row) })
            try body(records.map { (rows[$0.id], $0) })
        }
    }
}

extension RecordRow {
    /// One JSON object; columns without a value are null.
    fileprivate func json(leading: some Sequence<(String, String)>) -> String {
        let members = zip(Self.columns, texts).map { name, text in
            guard let text else { return "\"\(name)\":null" }
            return "\"\(name)\":" + (Self.isJSON(name) ? text : (try? JSON.text(text)) ?? "null")
        }
        let own = leading.map { name, text in "\"\(name)\":" + (name == "row" ? text : "\"\(text)\"") }
        return "{" + (own + members).joined(separator: ",") + "}"
    }
}
