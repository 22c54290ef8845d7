internal import ArgumentParser
internal import Postgres
internal import RefineryModel
internal import RefineryStore
internal import RefineryOperations

struct PauseCommand: ServedCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Claim nothing new of an import; batches under way finish.",
        discussion: """
            Example:
              refinery pause 0b9f1c2a
            """)

    @OptionGroup var target: ControlTarget
    @OptionGroup var server: ServerOption

    static let role = "control"

    func run(_ runtime: Runtime) async throws { try await target.apply(runtime, .pause, message) }

    func run(_ server: ServerConnection) async throws { try await target.apply(server, "pause", ServerChange(), message) }

    private func message(_ outcome: ChangeOutcome) -> String {
        let text = outcome.before == .paused ? "It is paused already" : "Paused"
        return "\(text). Go on: refinery resume \(outcome.id.short)"
    }
}

struct ResumeCommand: ServedCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Go on with a paused import.",
        discussion: """
            Example:
              refinery resume 0b9f1c2a
              refinery resume 0b9f1c2a --all
              refinery resume 0b9f1c2a --max-cost 50.00
            """)

    @OptionGroup var target: ControlTarget

    @Flag(name: .long, help: "Lift the row limit.")
    var all = false

    @Option(name: .long, help: ArgumentHelp("Let so many more rows pass. Default: as many as at submit.", valueName: "rows"))
    var maxRecords: Int64?

    @Option(
        name: .long, help: ArgumentHelp("What its lookups may cost in all, in dollars; none lifts the limit.", valueName: "dollars"),
        transform: CostLimit.init(parsing:))
    var maxCost: CostLimit?

    func validate() throws { try check("--max-records", maxRecords, atLeast: 0) }

    static let role = "control"

    @OptionGroup var server: ServerOption

    /// 0: all.
    private var rows: Int64? { all ? 0 : maxRecords }

    func run(_ runtime: Runtime) async throws {
        try await target.apply(runtime, .resume(rows: rows, cost: maxCost.map { SpendingLimit($0.money) }), message)
    }

    func run(_ server: ServerConnection) async throws {
        var change = ServerChange()
        change.rows = rows
        if let maxCost {
            guard let money = maxCost.money else { throw ServerUnable(wish: "--max-cost none") }
            change.maxCostUsd = money.dollars
        }
        try await target.apply(server, "resume", change, message)
    }

    private func message(_ outcome: ChangeOutcome) -> String {
        let wasRunning = outcome.before.isRunning
        let limit = outcome.summary.map { wasRunning && rows != nil ? Self.sentence(rowLimit: $0.rowLimit) : "" } ?? ""
        return "\(wasRunning ? "It is running already" : "Running")\(limit). Next: refinery watch \(outcome.id.short)"
    }

    /// What holds for an import that runs already, whatever held before: it may have had no limit.
    private static func sentence(rowLimit: Int64?) -> String {
        rowLimit.map { ", and pauses after \(NumberFormat.grouped($0)) rows in all" } ?? ", without a row limit"
    }
}

struct CancelCommand: ServedCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "End an import; what is stored stays, nothing is left half done.",
        discussion: """
            Example:
              refinery cancel 0b9f1c2a
            """)

    @OptionGroup var target: ControlTarget
    @OptionGroup var server: ServerOption

    static let role = "control"

    func run(_ runtime: Runtime) async throws { try await target.apply(runtime, .cancel, message) }

    func run(_ server: ServerConnection) async throws { try await target.apply(server, "cancel", ServerChange(), message) }

    private func message(_ outcome: ChangeOutcome) -> String {
        let look = "Look: refinery status \(outcome.id.short)"
        if outcome.after == .completed { return "Its lookups are cancelled, it is completed again. \(look)" }
        return "\(outcome.before == .cancelled ? "It is cancelled already" : "Cancelled"). \(look)"
    }
}

struct RetryCommand: ServedCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Run the dead batches of an import again.",
        discussion: """
            Example:
              refinery retry 0b9f1c2a
              refinery retry 0b9f1c2a --batch 17
            """)

    @OptionGroup var target: ControlTarget

    @Option(name: .long, help: "Only this dead batch, by the number that `refinery dead` shows.")
    var batch: Int32?

    @OptionGroup var server: ServerOption

    static let role = "control"

    func run(_ runtime: Runtime) async throws { try await target.apply(runtime, .retry(batch: batch), message) }

    func run(_ server: ServerConnection) async throws {
        var change = ServerChange()
        change.batch = batch
        try await target.apply(server, "retry", change, message)
    }

    private func message(_ outcome: ChangeOutcome) -> String {
        guard outcome.revived > 0 else { return "There is no dead batch." }
        let batches = "\(NumberFormat.grouped(outcome.revived)) dead \(outcome.revived == 1 ? "batch runs" : "batches run")"
        return "\(batches) again. Next: refinery watch \(outcome.id.short)"
    }
}

struct DiscardCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard", abstract: "Give a dead batch of an import up, so that the import can complete.",
        discussion: """
            Its rows become rejects with the code batch_discarded. There is no way back; refinery retry runs it again instead.

            Example:
              refinery discard 0b9f1c2a --batch 17
            """)

    @OptionGroup var target: ControlTarget

    @Option(name: .long, help: "The dead batch, by the number that `refinery dead` shows.")
    var batch: Int32

    static let role = "control"

    func run(_ runtime: Runtime) async throws {
        let batch = batch
        try await target.apply(runtime, .discard(batch: batch)) { outcome in
            let lost = outcome.discarded.map { job in
                job.stage == .refine
                    ? "\(NumberFormat.counted(job.count, "row")) \(job.count == 1 ? "is a reject" : "are rejects") now"
                    : "\(NumberFormat.counted(job.count, "number")) will not be looked up"
            }
            let next = "Next: refinery status \(outcome.id.short)"
            return "Batch \(batch) is discarded: \(lost.joined(separator: ", ")). \(next)"
        }
    }
}

struct PrioritizeCommand: RuntimeCommand {
    static let configuration = CommandConfiguration(
        commandName: "prioritize", abstract: "Move an import forward or back in the queue.",
        discussion: """
            Example:
              refinery prioritize 0b9f1c2a --priority 10
            """)

    @OptionGroup var target: ControlTarget

    @Option(name: .long, help: ArgumentHelp("Smaller is sooner, 0 to 1000; 100 is usual.", valueName: "n"))
    var priority: Int

    func validate() throws {
        guard (0...1000).contains(priority) else { throw ValidationError("--priority has to be from 0 to 1000.") }
    }

    static let role = "control"

    func run(_ runtime: Runtime) async throws {
        let priority = priority
        try await target.apply(runtime, .prioritize(priority)) { _ in "Priority is \(priority) now." }
    }
}

/// The import, or run of another kind, that a command changes: named always, so that nobody cancels the newest by accident.
struct ControlTarget: ParsableArguments {
    @Argument(help: ArgumentHelp("The import's id, or the beginning of it.", valueName: "import"))
    var id: String

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    /// Applies the change, all of it or, when it is refused, nothing; says what happened.
    /// - Parameter message: The sentence to say.
    func apply(
        _ runtime: Runtime, _ change: ImportChange, _ message: (ChangeOutcome) -> String
    ) async throws {
        let outcome = try await runtime.operations.apply(change, to: try await runtime.operations.run(id).id)
        guard let summary = outcome.summary else {
            if json { return Console.out(try JSON.document(RunDocument(outcome.run))) }
            return Console.message(message(ChangeOutcome(outcome)))
        }
        if json { return Console.out(try JSON.document(try await runtime.operations.document(of: summary))) }
        Console.message(message(ChangeOutcome(outcome)))
        if summary.progress.status.isRunning {
            let hint = try await runtime.operations.fleet().startHint(summary.id, looksUp: summary.progress.lookups != nil)
            if let hint { Console.message(hint) }
        }
    }

    /// The same, asked of a server.
    /// - Parameter verb: The last part of its address.
    func apply(
        _ server: ServerConnection, _ verb: String, _ change: ServerChange, _ message: (ChangeOutcome) -> String
    ) async throws {
        let before = try await server.status(id)
        let importID = try before.summary().id
        let answer = try await server.post("imports/\(importID)/\(verb)", change)
        if json { return Console.out(String(decoding: answer, as: UTF8.self)) }
        let status = try await server.status("\(importID)")
        let summary = try status.summary()
        let dead = before.jobs.filter { $0.state == .dead }.reduce(0) { $0 + $1.count }
        Console.message(
            message(
                ChangeOutcome(
                    id: importID, before: try before.summary().progress.status, after: summary.progress.status, summary: summary,
                    revived: change.batch == nil ? dead : 1)))
        if summary.progress.status.isRunning, let hint = status.fleet.startHint(importID, looksUp: summary.progress.lookups != nil) {
            Console.message(hint)
        }
    }
}

/// What a change did, for words about it.
struct ChangeOutcome {
    let id: RunID
    let before: ImportStatus
    let after: ImportStatus
    /// nil where the run is no import.
    let summary: ImportSummary?
    /// Dead batches that run again.
    let revived: Int64
    /// What was given up.
    var discarded: [ImportChangeOutcome.Discarded] = []
}

extension ChangeOutcome {
    init(_ outcome: ImportChangeOutcome) {
        self.init(
            id: outcome.run.id, before: outcome.before, after: outcome.run.status, summary: outcome.summary, revived: outcome.revived,
            discarded: outcome.discarded)
    }
}

/// What a server is told of a change.
struct ServerChange: Encodable {
    var rows: Int64?
    var maxCostUsd: Double?
    var batch: Int32?
}
