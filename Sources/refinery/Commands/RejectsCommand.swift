internal import ArgumentParser
internal import HTTPClient
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

struct RejectsCommand: ServedCommand {
    static let configuration = CommandConfiguration(
        commandName: "rejects", abstract: "Write the rejected rows of an import, ready to be fixed and submitted again.",
        discussion: """
            Each line: row, field, value, code, message, then the columns of the file.

            Example:
              refinery rejects --output rejects.csv
              refinery rejects --output rejects.xlsx
              refinery submit rejects.csv
            """)

    @Argument(help: ArgumentHelp("The import's id, or the beginning of it. Default: the newest import.", valueName: "import"))
    var id: String?

    @Option(name: .long, help: ArgumentHelp("A file. Default: standard output.", valueName: "file"))
    var output: String?

    @Flag(name: .long, help: "Refuse to replace a file that is there.")
    var noClobber = false

    @Option(name: .long, help: ArgumentHelp("csv, jsonl or xlsx. Default: csv, and xlsx for an output of that name.", valueName: "format"))
    var format: ExportFormat?

    @Flag(name: .long, help: "Print JSON, one object a line: the same as --format jsonl.")
    var json = false

    @Flag(
        name: [.long, .customLong("guard-formulas")],
        help: "Put a ' before cells that a spreadsheet would take for a formula; no cell of a workbook is one.")
    var spreadsheetSafe = false

    @OptionGroup var server: ServerOption

    static let role = "rejects"

    func run(_ runtime: Runtime) async throws {
        let plan = try await runtime.operations.plan(of: try await runtime.operations.importID(id))
        let target = try OutputTarget(path: output, replaces: !noClobber)
        let export = RejectExport(plan, format: ExportFormat(format, json: json, output: output), guardsFormulas: spreadsheetSafe)
        let outcome = try await export.write(
            runtime.operations,
            onMissing: { Console.message("Rows of discarded batches have no cells: \($0.summary)") }, to: target.write)
        try target.finish()
        Console.message("\(NumberFormat.counted(outcome.rows, "reject")) of import \(plan.id.short)\(OutputTarget.place(output)).")
        outcome.warn()
    }

    func run(_ server: ServerConnection) async throws {
        let importID = try await server.importID(id)
        var query = URLQuery()
        let format = ExportFormat(format, json: json, output: output)
        query.add("format", format.rawValue)
        if spreadsheetSafe { query.add("guard_formulas", "true") }
        let outcome = try await server.fetch("imports/\(importID)/rejects/file", query, format, output: output, replaces: !noClobber)
        Console.message("\(NumberFormat.counted(outcome.rows, "reject")) of import \(importID.short)\(OutputTarget.place(output)).")
        outcome.warn()
    }
}
