internal import ArgumentParser
internal import RefineryModel
internal import RefineryStore
internal import RefineryOperations

struct DeadCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead", abstract: "List dead letters: batches out of attempts, with everything that went wrong.",
        discussion: """
            Nothing happens to them by themselves. Run them again: refinery retry IMPORT, or give one up: refinery discard IMPORT --batch N

            Example:
              refinery dead
              refinery dead 0b9f1c2a --json
              refinery dead --discarded
            """)

    @Argument(help: ArgumentHelp("The import's id, or the beginning of it. Default: all imports.", valueName: "import"))
    var id: String?

    @Flag(name: .long, help: "List those that were discarded instead.")
    var discarded = false

    @Flag(name: .long, help: "Print JSON, one object a line.")
    var json = false

    static let role = "dead"

    func run(_ runtime: Runtime) async throws {
        let operations = runtime.operations
        var importID: ImportID?
        if let id { importID = try await operations.importID(id) }
        var imports: [ImportID: Int64] = [:]
        try await operations.forEachDeadLetter(of: importID, areDiscarded: discarded) { page in
            for letter in page {
                imports[letter.runID, default: 0] += 1
                if json { Console.out(try JSON.document(DeadLetterDocument(letter))) } else { show(letter) }
            }
        }
        if !json { Console.message(ending(imports)) }
    }

    private func show(_ letter: DeadLetter) {
        let rows = letter.rowCount > 0 ? ", rows \(letter.firstRow) to \(letter.firstRow + Int64(letter.rowCount) - 1)" : ""
        Console.out(
            "\(letter.runID.short)  \(letter.title.visible)  \(letter.stage.rawValue) batch \(letter.seq)\(rows)  (job \(letter.id))")
        for failure in letter.failures {
            let worker = failure.workerID.map { ", worker \($0.prefix(8))" } ?? ""
            Console.out(
                "  attempt \(failure.attempt)  \(failure.at.prefix(19))  \(failure.code)\(failure.message.map { ": \($0.visible)" } ?? "")\(worker)"
            )
        }
    }

    private func ending(_ imports: [ImportID: Int64]) -> String {
        let total = imports.values.reduce(0, +)
        guard !discarded else {
            return total == 0
                ? "No batch was discarded." : "\(NumberFormat.grouped(total)) \(total == 1 ? "batch was" : "batches were") discarded."
        }
        guard total > 0 else { return "There is no dead letter." }
        let retries = imports.keys.map { "refinery retry \($0.short)" }.sorted().prefix(3).joined(separator: "   ")
        return
            "\(NumberFormat.counted(total, "dead letter")). Try again: \(retries)   Or give one up: refinery discard <import> --batch <number>"
    }
}
