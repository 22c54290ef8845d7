internal import ArgumentParser
internal import HTTPClient
internal import RefineryModel
internal import RefineryOperations

struct DuplicatesCommand: ServedCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates", abstract: "Write which rows of an import repeat which stored records, as CSV.",
        discussion: """
            Each line: the row, the record it repeats, the import, file and row that the record came from, who it is, and in
            which columns the row says something else than the record does now. For these the source is read again.

            Example:
              refinery duplicates --output duplicates.csv
            """)

    @Argument(help: ArgumentHelp("The import's id, or the beginning of it. Default: the newest import.", valueName: "import"))
    var id: String?

    @Option(name: .long, help: ArgumentHelp("A file. Default: standard output.", valueName: "file"))
    var output: String?

    @Flag(name: .long, help: "Refuse to replace a file that is there.")
    var noClobber = false

    @Flag(name: .long, help: "Print JSON, one object a line.")
    var json = false

    @OptionGroup var server: ServerOption

    static let role = "duplicates"

    func run(_ runtime: Runtime) async throws {
        let plan = try await runtime.operations.plan(of: try await runtime.operations.importID(id))
        let target = try OutputTarget(path: output, replaces: !noClobber)
        let export = DuplicateExport(plan, format: json ? .jsonl : .csv)
        let count = try await export.write(
            runtime.operations,
            onMissing: { error in
                let reason = (error as? any Fault)?.summary ?? "\(error)"
                Console.message("What was different cannot be said: the rows are no more to be read. \(reason)")
            }, to: target.write)
        try target.finish()
        Console.message("\(NumberFormat.counted(count, "duplicate")) of import \(plan.id.short)\(OutputTarget.place(output)).")
    }

    func run(_ server: ServerConnection) async throws {
        let importID = try await server.importID(id)
        var query = URLQuery()
        let format: ExportFormat = json ? .jsonl : .csv
        query.add("format", format.rawValue)
        let outcome = try await server.fetch("imports/\(importID)/duplicates/file", query, format, output: output, replaces: !noClobber)
        Console.message("\(NumberFormat.counted(outcome.rows, "duplicate")) of import \(importID.short)\(OutputTarget.place(output)).")
    }
}
