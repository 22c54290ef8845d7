internal import ArgumentParser
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore
internal import Threads

struct LinkCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Put stored records to their companies and personas.",
        discussion: """
            Imports are linked by themselves when they complete; this is for records stored before. Goes on until it is done, with the fleet that is \
            alive, or with processes of its own where none is. What is linked already stays as it is.

            Example:
              refinery link
              refinery link 0b9f1c2a --json
            """)

    @Argument(help: ArgumentHelp("The import's id, or the beginning of it. Default: all that were never linked.", valueName: "import"))
    var id: String?

    @Option(name: .long, help: ArgumentHelp("Worker processes, where no fleet is alive.", valueName: "n"))
    var workers = 2

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (1...256).contains(workers) else { throw ValidationError("--workers has to be from 1 to 256.") }
    }

    static let role = "link"

    func run(_ runtime: Runtime) async throws {
        let operations = runtime.operations
        var importID: ImportID?
        if let id { importID = try await operations.importID(id) }
        let runs = try await operations.link(importID)
        let progress = try await Interruption.watching(TerminationSignals.stream()) {
            let watcher = LinkWatcher(operations: operations)
            let first = try await operations.progress(of: runs)
            if first.isOver { return first }
            if try await operations.fleet().isComplete { return try await watcher.watch(runs) }
            return try await LocalFleet.own(runtime, workers: workers).run { try await watcher.watch(runs) }
        }
        if json {
            Console.out(try JSON.document(LinkProgressDocument(progress)))
        } else if runs.isEmpty {
            Console.message("All imports that have ended are linked. Look: refinery personas")
        } else {
            for line in LinkText.lines(progress) { Console.out(line) }
            Console.message(
                "Next: refinery personas --decision-makers" + (progress.count("candidates") > 0 ? "   and   refinery candidates" : ""))
        }
        try ImportEnding.check(progress.status)
    }
}

/// What linking came to, in words.
enum LinkText {
    static func lines(_ progress: LinkProgress) -> [String] {
        [
            SummaryLine.text(progress.count("records"), "records linked"),
            SummaryLine.text(progress.count("companies"), "companies more"),
            SummaryLine.text(progress.count("personas"), "personas more"),
            SummaryLine.text(progress.count("candidates"), "pairs that may be the same: refinery candidates"),
        ]
    }
}
