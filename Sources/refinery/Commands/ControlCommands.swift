internal import ArgumentParser
internal import Postgres
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStore

struct PauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Claim nothing new of an import; batches under way finish.",
        discussion: """
            Example:
              refinery pause 0b9f1c2a
            """)

    @OptionGroup var target: ControlTarget

    func run() async throws {
        try await reporting {
            try await target.apply { connection, id, before in
                _ = try await connection.first(PauseRun(id))
                return "\(before == .paused ? "It is paused already" : "Paused"). Go on: refinery resume \(id.short)"
            }
        }
    }
}

struct ResumeCommand: AsyncParsableCommand {
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

    func run() async throws {
        try await reporting {
            let rows = all ? 0 : maxRecords
            let cost = maxCost
            try await target.apply { connection, id, before in
                if let cost { try await connection.execute(SetSpendingLimit(importID: id, limit: cost.money)) }
                _ = try await connection.first(ResumeRun(id, rows: rows))
                let now = try await connection.first(ListProgress(importID: id, limit: 1))
                let limit = before == .running && rows != nil ? Self.sentence(rowLimit: now?.rowLimit) : ""
                return "\(before == .running ? "It is running already" : "Running")\(limit). Next: refinery watch \(id.short)"
            }
        }
    }

    /// What holds for an import that runs already, whatever held before: it may have had no limit.
    private static func sentence(rowLimit: Int64?) -> String {
        rowLimit.map { ", and pauses after \(NumberFormat.grouped($0)) rows in all" } ?? ", without a row limit"
    }
}

struct CancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "End an import; what is stored stays, nothing is left half done.",
        discussion: """
            Example:
              refinery cancel 0b9f1c2a
            """)

    @OptionGroup var target: ControlTarget

    func run() async throws {
        try await reporting {
            try await target.apply { connection, id, before in
                let now = try await connection.first(CancelRun(id))
                if now == .completed { return "Its lookups are cancelled, it is completed again. Look: refinery status \(id.short)" }
                return "\(before == .cancelled ? "It is cancelled already" : "Cancelled"). Look: refinery status \(id.short)"
            }
        }
    }
}

struct RetryCommand: AsyncParsableCommand {
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

    func run() async throws {
        try await reporting {
            let batch = batch
            try await target.apply { connection, id, _ in
                let revived: Int64
                if let batch {
                    let jobs = try await connection.deadJobs(of: batch, in: id)
                    for job in jobs { _ = try await connection.first(RetryJob(job: job.id)) }
                    revived = Int64(jobs.count)
                } else {
                    revived = try await connection.first(RetryRun(id)) ?? 0
                }
                return revived == 0
                    ? "There is no dead batch."
                    : "\(NumberFormat.grouped(revived)) dead \(revived == 1 ? "batch runs" : "batches run") again. Next: refinery watch \(id.short)"
            }
        }
    }
}

struct DiscardCommand: AsyncParsableCommand {
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

    func run() async throws {
        try await reporting {
            let batch = batch
            try await target.apply { connection, id, _ in
                var lost: [String] = []
                for job in try await connection.deadJobs(of: batch, in: id) {
                    let count = try await connection.first(DiscardJob(job: job.id)) ?? 0
                    lost.append(
                        job.stage == .refine
                            ? "\(NumberFormat.counted(count, "row")) \(count == 1 ? "is a reject" : "are rejects") now"
                            : "\(NumberFormat.counted(count, "number")) will not be looked up")
                }
                return "Batch \(batch) is discarded: \(lost.joined(separator: ", ")). Next: refinery status \(id.short)"
            }
        }
    }
}

extension PostgresConnection {
    /// The dead jobs of one batch of an import.
    /// - Throws: ``NoDeadBatch``.
    fileprivate func deadJobs(of batch: Int32, in id: ImportID) async throws -> [DeadBatch] {
        let jobs = try await rows(FindDeadBatch(id, seq: batch))
        guard !jobs.isEmpty else { throw NoDeadBatch(importID: id, batch: batch) }
        return jobs
    }
}

/// A batch was named that is not dead.
private struct NoDeadBatch: Fault {
    let importID: ImportID
    let batch: Int32

    var code: FaultCode { .batchNotFound }
    var summary: String { "Import \(importID) has no dead batch \(batch)." }
    var remedy: String? { "`refinery dead \(importID.short)` lists them." }
    var details: [String: String] { ["import_id": importID.description] }
}

struct PrioritizeCommand: AsyncParsableCommand {
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

    func run() async throws {
        try await reporting {
            let priority = priority
            try await target.apply { connection, id, _ in
                _ = try await connection.first(SetPriority(id, priority: priority))
                return "Priority is \(priority) now."
            }
        }
    }
}

/// The import that a command changes: named always, so that nobody cancels the newest by accident.
struct ControlTarget: ParsableArguments {
    @Argument(help: ArgumentHelp("The import's id, or the beginning of it.", valueName: "import"))
    var id: String

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    /// Applies the change, all of it or, when it is refused, nothing; wakes the fleet; says what happened.
    /// - Parameter change: Gets the status that the import had before, and gives the sentence to say.
    func apply(
        _ change: @escaping @Sendable (isolated PostgresConnection, ImportID, ImportStatus) async throws -> String
    ) async throws {
        let runtime = try await Runtime.start(role: "control", expectsData: true)
        let id = try await runtime.importID(id)
        let before = try await runtime.summary(of: id).progress.status
        let message = try await runtime.withConnection { connection in
            let message: String
            do {
                message = try await connection.transaction { try await change($0, id, before) }
            } catch let error as PostgresError {
                guard let refusal = ControlRefusal(error) else { throw error }
                throw refusal
            }
            try await connection.execute(Notify(channel: NotifyChannel.jobs, payloads: Stage.allCases.map(\.rawValue)))
            return message
        }
        if json {
            Console.out(try JSON.document(try await runtime.document(of: try await runtime.summary(of: id))))
        } else {
            Console.message(message)
            let progress = try await runtime.summary(of: id).progress
            if progress.status == .running, let hint = try await runtime.fleet().startHint(id, looksUp: progress.lookups != nil) {
                Console.message(hint)
            }
        }
        await runtime.database.close()
    }
}

/// A change that makes no sense for the import as it is; the database says why.
struct ControlRefusal: Fault {
    let summary: String
    let remedy: String?
    let code: FaultCode

    /// nil when the error is another one.
    init?(_ error: PostgresError) {
        guard case .server(let server) = error else { return nil }
        switch server.sqlState.rawValue {
        case "55000": code = .stateConflict
        case "P0002", "02000": code = .importNotFound
        case "22023": code = .valueInvalid
        default: return nil
        }
        summary = server.message
        remedy = server.hint
    }

    /// Runs a statement; a refusal of the database becomes one that people understand.
    static func explaining(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Void
    ) async throws {
        do { try await body() } catch let error as PostgresError { throw ControlRefusal(error) ?? error }
    }
}
