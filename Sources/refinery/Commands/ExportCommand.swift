internal import ArgumentParser
internal import HTTPClient
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStages
internal import RefineryStore

struct ExportCommand: ServedCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the stored records of an import, or of all, in row order.",
        discussion: """
            Example:
              refinery export > records.csv
              refinery export 0b9f1c2a --format jsonl --output records.jsonl
              refinery export 0b9f1c2a --with-duplicates --output list.csv
              refinery export --everything --decision-makers --output call.csv
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

    @Option(name: .long, help: ArgumentHelp("csv or jsonl.", valueName: "format"))
    var format = ExportFormat.csv

    @Flag(name: .long, help: "The same as --format jsonl.")
    var json = false

    @Option(name: .long, help: ArgumentHelp("A file. Default: standard output.", valueName: "file"))
    var output: String?

    @Flag(name: .long, help: "Refuse to replace a file that is there.")
    var noClobber = false

    @Flag(name: .long, help: "Put a ' before cells that a spreadsheet would take for a formula.")
    var guardFormulas = false

    @OptionGroup var server: ServerOption

    mutating func validate() throws {
        if json { format = .jsonl }
        lineType = try lineType.map { try Self.word($0, among: LineType.names, "--line-type", "a type of line") }
        state = try StateOption.codes(of: state)
        if everything && id != nil { throw ValidationError("Name an import, or say --everything, not both.") }
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
        let target = try OutputTarget(path: output, replaces: !noClobber)
        let export = RecordExport(selection, filter: filter, format: format, guardsFormulas: guardFormulas)
        let count = try await export.write(operations, to: target.write)
        try target.finish()
        let name = plan.map { "import \($0.id.short)" } ?? "all imports"
        Console.message("\(NumberFormat.counted(count, "record")) of \(name)\(OutputTarget.place(output)).")
    }
}

extension ExportCommand {
    func run(_ server: ServerConnection) async throws {
        let importID = everything ? nil : try await server.importID(id)
        var query = URLQuery()
        query.add("format", format.rawValue)
        for type in lineType { query.add("line_type", type) }
        for code in state { query.add("state", code) }
        for (name, isSet) in [
            ("with_duplicates", withDuplicates), ("valid", valid), ("decision_makers", decisionMakers), ("guard_formulas", guardFormulas),
        ] where isSet { query.add(name, "true") }
        let path = importID.map { "imports/\($0)/records/file" } ?? "records/file"
        let count = try await server.fetch(path, query, isCSV: format == .csv, output: output, replaces: !noClobber)
        let name = importID.map { "import \($0.short)" } ?? "all imports"
        Console.message("\(NumberFormat.counted(count, "record")) of \(name)\(OutputTarget.place(output)).")
    }
}

extension ExportFormat: ExpressibleByArgument {}
