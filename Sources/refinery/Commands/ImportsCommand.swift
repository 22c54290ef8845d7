internal import ArgumentParser
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

struct ImportsCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "imports", abstract: "List imports, newest first.",
        discussion: """
            Example:
              refinery imports
              refinery imports --limit 5 --json
              refinery imports --status completed --status undone --since 7d
            """)

    @Option(name: .long, help: ArgumentHelp("At most so many.", valueName: "n"))
    var limit = 50

    @Option(name: .long, help: ArgumentHelp("Only with this status; repeatable.", valueName: "status"))
    var status: [ImportStatus] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Only submitted since: 2026-11-21, 2026-11-21T12:00:00Z (UTC), or so long ago: 30m, 12h, 7d.", valueName: "when"),
        transform: Since.init(parsing:))
    var since: Since?

    @Option(name: .long, help: ArgumentHelp("Only submitted by somebody whose name, user@host, has this in it.", valueName: "text"))
    var submitter: String?

    @Option(name: .long, help: ArgumentHelp("Only those of this submission, with their sum.", valueName: "id"))
    var submission: SubmissionID?

    @Flag(name: .long, help: "Print JSON, one object a line.")
    var json = false

    func validate() throws { try check("--limit", limit, atLeast: 1) }

    static let role = "imports"

    func run(_ runtime: Runtime) async throws {
        var filter = ListProgress.Filter()
        filter.statuses = status.isEmpty ? nil : status
        filter.since = since?.seconds
        filter.submitter = submitter
        filter.submission = submission
        let imports = try await runtime.operations.imports(limit: limit, filter: filter)
        if json {
            for document in try await runtime.operations.documents(of: imports) { Console.out(try JSON.document(document)) }
        } else if imports.isEmpty {
            Console.message(
                filter == ListProgress.Filter() ? "There is no import yet. Next: refinery run FILE" : "There is no such import.")
        } else {
            Console.out(
                "ID        STATUS     SUBMITTED             FINISHED              BY                DONE        STORED      DUPLICATES  REJECTED    FILE"
            )
            for summary in imports {
                let progress = summary.progress
                let cells = [progress.done, progress.stored, progress.duplicates, progress.rejected].map {
                    NumberFormat.grouped($0).padded(to: 12)
                }
                let times = [Timestamp.short(summary.submittedAt), summary.finishedAt.map(Timestamp.short) ?? "–"]
                Console.out(
                    summary.id.short.padded(to: 10) + progress.status.rawValue.padded(to: 11)
                        + times.map { $0.padded(to: 22) }.joined() + ((summary.submitter?.visible ?? "–") + "  ").padded(to: 18)
                        + cells.joined() + summary.fileName.visible)
            }
            if submission != nil { Console.out(SubmissionSummary(imports).line) }
        }
    }
}

extension ImportStatus: ExpressibleByArgument {}

extension SubmissionID: ExpressibleByArgument {
    init?(argument: String) {
        guard let id = RunID(text: argument) else { return nil }
        self.init(rawValue: id.rawValue)
    }
}

/// What became of imports together, for people.
struct SubmissionSummary {
    private let imports: [ImportSummary]

    init(_ imports: [ImportSummary]) { self.imports = imports }

    var line: String {
        let sums = imports.reduce(into: (done: Int64(0), stored: Int64(0), duplicates: Int64(0), rejected: Int64(0))) { sums, summary in
            sums.done += summary.progress.done
            sums.stored += summary.progress.stored
            sums.duplicates += summary.progress.duplicates
            sums.rejected += summary.progress.rejected
        }
        return "\(NumberFormat.counted(Int64(imports.count), "import")): \(NumberFormat.counted(sums.done, "row")), "
            + "\(NumberFormat.grouped(sums.stored)) stored, \(NumberFormat.counted(sums.duplicates, "duplicate")), "
            + "\(NumberFormat.grouped(sums.rejected)) rejected"
    }
}

/// An instant as people say it.
struct Since: Sendable {
    /// Since 1970.
    let seconds: Double

    init(parsing argument: String) throws {
        guard let seconds = Timestamp.seconds(parsing: argument) else {
            throw ValidationError("“\(argument)” is no time. Write 2026-11-21, 2026-11-21T12:00:00Z, 30m, 12h or 7d.")
        }
        self.seconds = seconds
    }
}
