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

<<<<<<< HEAD
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
=======
    private struct Document: Encodable {
        let id: Int64
        let runId: String
        let kind: String
        /// nil where the run is no import, as is the name of its file.
        let importId: String?
        let fileName: String?
        let stage: String
        let seq: Int32
        let attempts: Int16
        let firstRow: Int64
        let rows: Int32
        let diedAt: String?
        let errors: [Failure]

        struct Failure: Encodable {
            let at: String
            let attempt: Int
            let workerId: String?
            let code: String
            let message: String?
        }

        init(_ letter: DeadLetter) {
            id = letter.id.rawValue
            runId = letter.runID.description
            kind = letter.kind
            importId = letter.fileName == nil ? nil : runId
            fileName = letter.fileName
            stage = letter.stage.rawValue
            seq = letter.seq
            attempts = letter.attempt
            firstRow = letter.firstRow
            rows = letter.rowCount
            diedAt = letter.diedAt.map(Timestamp.iso8601)
            errors = letter.failures.map {
                Failure(at: $0.at, attempt: $0.attempt, workerId: $0.workerID, code: $0.code, message: $0.message)
>>>>>>> f31cb669017bda82049df8b272d7abb42455eb23
            }
        }
        if !json { Console.message(ending(imports)) }
    }

    private func show(_ letter: DeadLetter) {
        let rows = letter.rowCount > 0 ? ", rows \(letter.firstRow) to \(letter.firstRow + Int64(letter.rowCount) - 1)" : ""
        Console.out(
            "\(letter.runID.short)  \((letter.fileName ?? letter.kind).visible)  \(letter.stage.rawValue) batch \(letter.seq)\(rows)  (job \(letter.id))"
        )
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
