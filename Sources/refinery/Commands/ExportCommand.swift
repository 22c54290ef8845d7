internal import ArgumentParser
internal import HTTPClient
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages
internal import RefineryStore

struct ExportCommand: ServedCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the stored records of an import, or of all, or the submitted table again.",
        discussion: """
            Example:
              refinery export > records.csv
              refinery export 0b9f1c2a --format jsonl --output records.jsonl
              refinery export 0b9f1c2a --with-duplicates --output list.csv
              refinery export --everything --decision-makers --output call.csv
              refinery export 0b9f1c2a --as-submitted --output leads-clean.xlsx
              refinery export 0b9f1c2a --for salesforce --output leads.csv
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

    @Flag(name: .long, help: "Only records of people who decide: owners, chiefs, presidents, directors.")
    var decisionMakers = false

    @Flag(
        name: .long,
        help: "The submitted table again, row for row, what was understood normalized in place, with what became of each row in front.")
    var asSubmitted = false

    @Flag(name: .long, help: "With --as-submitted: leave the cells as they were, and put normalized columns behind them.")
    var append = false

    @Option(
        name: .long,
        help: ArgumentHelp("Only these columns of the records, in this order, separated by commas.", valueName: "names"))
    var columns: String?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("The columns that a program takes: \(ExportLayout.names.joined(separator: ", ")).", valueName: "program"))
    var layout: String?

    @Option(name: .long, help: ArgumentHelp("csv, jsonl or xlsx. Default: csv, and xlsx for an output of that name.", valueName: "format"))
    var format: ExportFormat?

    @Flag(name: .long, help: "The same as --format jsonl.")
    var json = false

    @Option(name: .long, help: ArgumentHelp("A file. Default: standard output.", valueName: "file"))
    var output: String?

    @Flag(name: .long, help: "Refuse to replace a file that is there.")
    var noClobber = false

    @Flag(
        name: [.long, .customLong("guard-formulas")],
        help: "Put a ' before cells that a spreadsheet would take for a formula; no cell of a workbook is one.")
    var spreadsheetSafe = false

    @OptionGroup var server: ServerOption

    mutating func validate() throws {
        lineType = try lineType.map { try Self.word($0, among: LineType.names, "--line-type", "a type of line") }
        state = try StateOption.codes(of: state)
        if everything && id != nil { throw ValidationError("Name an import, or say --everything, not both.") }
        if append && !asSubmitted { throw ValidationError("--append goes with --as-submitted.") }
        if asSubmitted {
            let others = [
                ("--everything", everything), ("--with-duplicates", withDuplicates), ("--columns", columns != nil),
                ("--for", layout != nil),
                ("--line-type", !lineType.isEmpty), ("--state", !state.isEmpty), ("--valid", valid), ("--decision-makers", decisionMakers),
            ]
            if let other = others.first(where: \.1) {
                throw ValidationError("--as-submitted is the whole table of one import: \(other.0) does not go with it.")
            }
        }
        if columns != nil && layout != nil { throw ValidationError("Say --columns or --for, not both.") }
        if everything && withDuplicates {
            throw ValidationError("--with-duplicates is of one import; --everything has all records anyway.")
        }
    }

    /// The one of `words` that is meant.
    static func word(_ text: String, among words: [String], _ option: String, _ what: String) throws(ValidationError) -> String {
        if let match = words.first(where: { $0.lowercased() == text.lowercased() }) { return match }
        let meant = Nearest.match(for: text, in: words).map { " Did you mean \($0)?" } ?? " It is one of \(words.joined(separator: ", "))."
        throw ValidationError("\(option) names “\(text)”, which is not \(what).\(meant)")
    }

    private var filter: RecordFilter {
        RecordFilter(
            lineTypes: lineType.isEmpty ? nil : lineType, states: state.isEmpty ? nil : state,
            isValid: valid ? true : nil, decide: decisionMakers)
    }

    static let role = "export"

    func run(_ runtime: Runtime) async throws {
        let operations = runtime.operations
        let plan = everything ? nil : try await operations.plan(of: try await operations.importID(id))
        let selection = plan.map { withDuplicates ? RecordExport.Selection.contacts($0) : .stored($0) } ?? .everything
        let format = ExportFormat(format, json: json, output: output)
        if asSubmitted, let plan { return try await writeTable(plan, format, operations) }
        let export = try RecordExport(
            selection, filter: filter, format: format, columns: try RecordExport.Columns(names: columns, layout: layout),
            guardsFormulas: spreadsheetSafe)
        let target = try OutputTarget(path: output, replaces: !noClobber)
        let outcome = try await export.write(operations, to: target.write)
        try target.finish()
        let name = plan.map { "import \($0.id.short)" } ?? "all imports"
        Console.message("\(NumberFormat.counted(outcome.rows, "record")) of \(name)\(OutputTarget.place(output)).")
        outcome.warn()
    }

    private func writeTable(_ plan: ImportPlan, _ format: ExportFormat, _ operations: Operations) async throws {
        let status = try await operations.summary(of: plan.id).progress.status
        let export = try TableExport(plan, status, format: format, appends: append, guardsFormulas: spreadsheetSafe)
        let target = try OutputTarget(path: output, replaces: !noClobber)
        let outcome = try await export.write(operations, to: target.write)
        try target.finish()
        Console.message("\(NumberFormat.counted(outcome.rows, "row")) of import \(plan.id.short)\(OutputTarget.place(output)).")
        outcome.warn()
    }
}

extension ExportCommand {
    func run(_ server: ServerConnection) async throws {
        let format = ExportFormat(format, json: json, output: output)
        let importID = everything ? nil : try await server.importID(id)
        var query = URLQuery()
        query.add("format", format.rawValue)
        query.add("columns", columns)
        query.add("for", layout)
        for type in lineType { query.add("line_type", type) }
        for code in state { query.add("state", code) }
        for (name, isSet) in [
            ("with_duplicates", withDuplicates), ("valid", valid), ("decision_makers", decisionMakers), ("guard_formulas", spreadsheetSafe),
            ("as_submitted", asSubmitted), ("append", append),
        ] where isSet { query.add(name, "true") }
        let path = importID.map { "imports/\($0)/records/file" } ?? "records/file"
        let outcome = try await server.fetch(path, query, format, output: output, replaces: !noClobber)
        let name = importID.map { "import \($0.short)" } ?? "all imports"
        let count = NumberFormat.counted(outcome.rows, asSubmitted ? "row" : "record")
        Console.message("\(count) of \(name)\(OutputTarget.place(output)).")
        outcome.warn()
    }
}

extension ExportFormat: ExpressibleByArgument {
    /// What was said, or what the name of the output says.
    init(_ said: ExportFormat?, json: Bool, output: String?) {
        let isWorkbook = output?.lowercased().hasSuffix(".xlsx") == true
        self = json ? .jsonl : said ?? (isWorkbook ? .xlsx : .csv)
    }
}

extension ExportOutcome {
    /// Says what the format had no room for.
    func warn() {
        guard cutCells > 0 else { return }
        Console.message(
            "\(NumberFormat.counted(cutCells, "cell")) longer than a cell of Excel can be, and cut there. CSV holds them whole.")
    }
}
