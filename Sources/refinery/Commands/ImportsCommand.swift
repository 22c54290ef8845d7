internal import ArgumentParser
internal import HTTPClient
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

struct ImportsCommand: ServedCommand {
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
            "Only submitted since: 2026-11-21, 2026-11-21T12:00:00Z (UTC), or an age: 30m, 12h, 7d.", valueName: "when"),
        transform: Since.init(parsing:))
    var since: Since?

    @Option(name: .long, help: ArgumentHelp("Only submitted by somebody whose name, user@host, has this in it.", valueName: "text"))
    var submitter: String?

    @Option(name: .long, help: ArgumentHelp("Only those of this submission, with their sum.", valueName: "id"))
    var submission: SubmissionID?

    @Flag(name: .long, help: "Print JSON, one object a line.")
    var json = false

    @OptionGroup var server: ServerOption

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
        } else {
            show(imports.map { ImportDocument($0, rowsPerSecond: nil) }, areAll: filter == ListProgress.Filter())
            if submission != nil, !imports.isEmpty { Console.out(SubmissionSummary(imports).line) }
        }
    }

    func run(_ server: ServerConnection) async throws {
        var documents: [ImportDocument] = []
        var after: String?
        repeat {
            var query = URLQuery()
            for status in status { query.add("status", status.rawValue) }
            query.add("since", since.map { Timestamp.short($0.seconds) })
            query.add("submitter", submitter)
            query.add("submission", submission?.description)
            query.add("limit", "\(min(500, limit - documents.count))")
            query.add("after", after)
            let page = try await server.imports(query)
            documents += page.items
            after = page.next
        } while after != nil && documents.count < limit
        if json {
            for document in documents { Console.out(try JSON.document(document)) }
        } else {
            show(documents, areAll: status.isEmpty && since == nil && submitter == nil && submission == nil)
            if submission != nil, !documents.isEmpty { Console.out(SubmissionSummary(documents).line) }
        }
    }

    private func show(_ imports: [ImportDocument], areAll: Bool) {
        guard !imports.isEmpty else {
            return Console.message(areAll ? "There is no import yet. Next: refinery run FILE" : "There is no such import.")
        }
        Console.out(
            "ID        STATUS     SUBMITTED             FINISHED              BY                DONE        STORED      DUPLICATES  REJECTED    FILE"
        )
        for item in imports {
            let cells = [item.stored + item.duplicates + item.rejected, item.stored, item.duplicates, item.rejected].map {
                NumberFormat.grouped($0).padded(to: 12)
            }
            let times = [Self.time(item.submittedAt), item.finishedAt.map(Self.time) ?? "–"]
            Console.out(
                String(item.importId.prefix(8)).padded(to: 10) + item.status.padded(to: 11)
                    + times.map { $0.padded(to: 22) }.joined() + ((item.submittedBy?.visible ?? "–") + "  ").padded(to: 18)
                    + cells.joined() + item.fileName.visible)
        }
    }

    private static func time(_ text: String) -> String { Timestamp.seconds(iso8601: text).map(Timestamp.short) ?? text }
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
    private let imports: Int
    private let stored: Int64
    private let duplicates: Int64
    private let rejected: Int64

    init(_ imports: [ImportDocument]) {
        self.imports = imports.count
        stored = imports.reduce(0) { $0 + $1.stored }
        duplicates = imports.reduce(0) { $0 + $1.duplicates }
        rejected = imports.reduce(0) { $0 + $1.rejected }
    }

    init(_ imports: [ImportSummary]) { self.init(imports.map { ImportDocument($0, rowsPerSecond: nil) }) }

    var line: String {
        "\(NumberFormat.counted(Int64(imports), "import")): \(NumberFormat.counted(stored + duplicates + rejected, "row")), "
            + "\(NumberFormat.grouped(stored)) stored, \(NumberFormat.counted(duplicates, "duplicate")), "
            + "\(NumberFormat.grouped(rejected)) rejected"
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
