internal import ArgumentParser
internal import RefineryModel
internal import RefineryStages
internal import RefineryStore
internal import Secrets
internal import Synchronization
internal import Threads
internal import RefineryOperations

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Everything on this machine: submit files, start the fleet, show progress, sum up.",
        discussion: """
            Without DATABASE_URL a private Postgres is started. The coordinator and the workers are processes of this program.
            Phone numbers are looked up when Twilio's credentials are set (TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN), or by a simulator.
            Exit code 0 when the import completed, 75 when it paused or the month's lookups are used up, 78 when the account refuses.

            Example:
              refinery run leads.csv
              refinery run leads.csv --workers 4 --all
              refinery run june.xlsx july.json archive.zip
              refinery run leads.csv --simulate-twilio
              refinery run --resume 0b9f1c2a --all
            """)

    @Argument(help: "The files: CSV, workbooks, JSON, also packed; - is standard input.")
    var files: [String] = []

    @Option(name: .long, help: ArgumentHelp("Go on with this import instead of submitting a file.", valueName: "import"))
    var resume: String?

    @Option(name: .long, help: ArgumentHelp("Worker processes. Default: PARALLEL_WORKERS, else two a core, at most 8.", valueName: "n"))
    var workers: Int?

    @Option(name: .long, help: ArgumentHelp("Lookup worker processes, where numbers are looked up.", valueName: "n"))
    var lookupWorkers = 1

    @Flag(name: .long, help: "Look up phone numbers at a simulator on this machine: nothing is bought, and no answer is real.")
    var simulateTwilio = false

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var refining: RefiningOptions

    @Flag(name: .long, help: "Submit bytes that were submitted before once more.")
    var again = false

    @Flag(name: .long, help: "Show the run on a page as well, and print its address.")
    var web = false

    @Flag(name: .long, help: "Print the result as JSON, as the last line.")
    var json = false

    func validate() throws {
        if !files.isEmpty, resume != nil { throw ValidationError("Name files, or an import with --resume, not both.") }
        if files.isEmpty, resume == nil { throw ValidationError("Name a file, or an import with --resume.") }
        if let workers, !(1...256).contains(workers) { throw ValidationError("--workers has to be from 1 to 256.") }
        guard (1...256).contains(lookupWorkers) else { throw ValidationError("--lookup-workers has to be from 1 to 256.") }
        if simulateTwilio, refining.lookup == false { throw ValidationError("--simulate-twilio and --no-lookup exclude each other.") }
    }

    func run() async throws {
        try await reporting {
            // A single file is looked at first: what is wrong with it needs no database.
            let queue = resume == nil ? try FileArguments(files, reading, isReadOnce: true) : nil
            let first = queue?.isSeveral == false ? try await prepared(queue?.next()) : nil
            let work = Work(queue: queue, first: first)
            let (outcomes, failure) = try await Runtime.using(role: "run", migrates: true) { runtime in
                let lookups = try await lookups(runtime)
                let outcomes =
                    web
                    ? try await LocalDashboard.running(runtime) { try await run(work, runtime, lookups, $0) }
                    : try await run(work, runtime, lookups, nil)
                for outcome in outcomes { try await report(outcome, runtime) }
                if outcomes.count > 1 && !json { Console.out(SubmissionSummary(outcomes.map(\.summary)).line) }
                if lookups == .nobody && refining.lookup == nil && resume == nil && !json { Console.message(TwilioSettings.skipped) }
                return (outcomes, work.failure.withLock(\.self))
            }
            for outcome in outcomes { try ImportEnding.check(outcome.summary.progress.status) }
            if let failure { throw failure }
        }
    }

    /// A table and what it is.
    private struct Prepared {
        let table: SourceTable
        let inspection: SourceInspection
    }

    private func prepared(_ item: FileArguments.Item?) async throws -> Prepared? {
        guard let table = try item?.table.get() else { return nil }
        return Prepared(table: table, inspection: try await reading.inspect(table))
    }

    /// What is to be submitted: one file that was looked at, or several that are looked at when it is their turn.
    private final class Work: @unchecked Sendable {
        let queue: FileArguments?
        private var first: Prepared?
        /// The exit code of the first that was not submitted.
        let failure = Mutex<ExitCode?>(nil)
        let group: SubmissionID?

        init(queue: FileArguments?, first: Prepared?) {
            self.queue = queue
            self.first = first
            group = queue?.isSeveral == true ? SubmissionID() : nil
        }

        /// The one that was looked at before, once.
        func takeFirst() -> Prepared? {
            defer { first = nil }
            return first
        }
    }

    /// The address of the page of an import.
    private typealias PageAddress = @Sendable (ImportID) -> String

    private func run(_ work: Work, _ runtime: Runtime, _ lookups: Lookups, _ page: PageAddress?) async throws -> [Outcome] {
        let begun = Begun()
        return try await begun.interruptible {
            if simulateTwilio && lookups == .here {
                try await runtime.operations.prepareSimulatedBudget()
                try await runtime.operations.checkPrices(of: runtime.configuration.twilio.pricedFields, account: SimulatedAccount.sid)
                return try await SimulatorProcess.running { simulator in
                    try await refine(work, runtime, lookups, begun, page, environment: Self.simulated(simulator))
                }
            }
            return try await refine(work, runtime, lookups, begun, page, environment: [:])
        }
    }

    /// What one run did: an import may have had others before.
    private struct Outcome {
        let summary: ImportSummary
        let rows: Int64
        let seconds: Double

        var rowsPerSecond: Double { seconds > 0 ? Double(rows) / seconds : 0 }
    }

    // MARK: - Lookups

    /// Who looks up the numbers of the import.
    private enum Lookups {
        case nobody
        /// Lookup workers of this command.
        case here
        /// Lookup workers that run already.
        case elsewhere
    }

    /// As was said, or as the import that goes on was submitted.
    private func lookups(_ runtime: Runtime) async throws -> Lookups {
        let (operations, twilio) = (runtime.operations, runtime.configuration.twilio)
        let isWanted: Bool
        if let resume {
            let id = try await operations.importID(resume)
            isWanted = try await operations.summary(of: id).progress.lookups != nil
            let isSimulated = try await operations.lookupProvider(of: id) == .simulator
            guard !isWanted || isSimulated == simulateTwilio else { throw LookupChoiceError.otherAccount(id, isSimulated: isSimulated) }
        } else {
            isWanted = simulateTwilio ? true : try await operations.looksUp(refining.lookup, isConfigured: twilio.isConfigured)
        }
        guard isWanted else { return .nobody }
        if simulateTwilio { return .here }
        if !twilio.isConfigured, try await operations.fleet().lookupWorkers > 0 { return .elsewhere }
        // What is missing is said by whoever needs it, before anything is begun.
        try await operations.checkPrices(of: twilio.pricedFields, account: try twilio.provider().account.id)
        twilio.warnOfClearText(runtime.logger)
        return .here
    }

    /// The variables of processes that ask the simulator.
    private static func simulated(_ simulator: SimulatorProcess) -> [String: String] {
        ["TWILIO_LOOKUP_API_URL": simulator.url, "TWILIO_ACCOUNT_SID": SimulatedAccount.sid, "TWILIO_AUTH_TOKEN": "simulated"]
    }

    // MARK: - Refining

    /// What was done with one import, before the processes ended.
    private struct Share {
        let id: ImportID
        let seconds: Double
        /// Rows that were done before.
        let before: Int64
    }

    private func refine(
        _ work: Work, _ runtime: Runtime, _ lookups: Lookups, _ begun: Begun, _ page: PageAddress?, environment: [String: String]
    ) async throws -> [Outcome] {
        let account =
            lookups != .here ? nil : simulateTwilio ? SimulatedAccount.sid : try runtime.configuration.twilio.provider().account.id
        let command = self
        let shares = try await fleet(runtime, lookupWorkers: lookups == .here ? lookupWorkers : 0, environment).run {
            () async throws -> [Share] in
            guard command.resume == nil else { return [try await command.goOn(runtime, account, begun, page)] }
            if let first = work.takeFirst() { return [try await command.submit(first, nil, runtime, lookups, account, begun, page)] }
            var shares: [Share] = []
            while let item = work.queue?.next() {
                do {
                    guard let prepared = try await command.prepared(item) else { continue }
                    shares.append(try await command.submit(prepared, work.group, runtime, lookups, account, begun, page))
                } catch {
                    let code = try FileArguments.tell(error, of: item.name)
                    work.failure.withLock { $0 = $0 ?? code }
                }
            }
            return shares
        }
        var outcomes: [Outcome] = []
        for share in shares {
            // What was under way at a pause ended with the processes: it counts too.
            try await runtime.operations.fold(share.id)
            let summary = try await runtime.operations.summary(of: share.id)
            outcomes.append(Outcome(summary: summary, rows: summary.progress.done - share.before, seconds: share.seconds))
        }
        return outcomes
    }

    private func submit(
        _ prepared: Prepared, _ group: SubmissionID?, _ runtime: Runtime, _ lookups: Lookups, _ account: String?, _ begun: Begun,
        _ page: PageAddress?
    ) async throws -> Share {
        let options = refining.completing(try reading.importOptions(prepared.inspection, runtime.configuration))
        let provider = simulateTwilio ? LookupProviderName.simulator : .twilio
        var submission = refining.submission(options, runtime.configuration, lookups: lookups == .nobody ? nil : provider)
        submission.mapping = reading.remembered(prepared.inspection, prepared.table)
        submission.again = again
        submission.group = group
        let started = ContinuousClock.now
        let id = try await Self.watching(runtime, prepared.table, submission, account, begun, page)
        let seconds = started.duration(to: .now).inSeconds
        try await Self.waitForLinking(of: id, runtime.operations)
        return Share(id: id, seconds: seconds, before: 0)
    }

    private func goOn(_ runtime: Runtime, _ account: String?, _ begun: Begun, _ page: PageAddress?) async throws -> Share {
        let id = try await runtime.operations.importID(resume)
        try await runtime.operations.goOn(
            id, rows: refining.all ? 0 : refining.maxRecords, cost: refining.maxCost.map { SpendingLimit($0.money) })
        begun.importID.withLock { $0 = id }
        if let page { Console.message("Dashboard: \(page(id))") }
        let (started, before) = (ContinuousClock.now, try await runtime.operations.summary(of: id).progress.done)
        _ = try await ImportWatcher(runtime: runtime, importID: id).watch(endsWhenPaused: true, account: account)
        let seconds = started.duration(to: .now).inSeconds
        try await Self.waitForLinking(of: id, runtime.operations)
        return Share(id: id, seconds: seconds, before: before)
    }

    /// The processes of this command put the records to companies and personas before they stop, and standing segmentations make their blocks.
    private static func waitForLinking(of id: ImportID, _ operations: Operations) async throws {
        if let run = try await operations.linkRun(of: id) {
            _ = try await LinkWatcher(operations: operations).watch([run])
            try await operations.applyCampaignRules()
        }
    }

    /// Shows what becomes of a file while it is still stored. Once it is stored as a whole the import has begun: before that, who stops
    /// the command takes away what there is of it.
    private static func watching(
        _ runtime: Runtime, _ source: SourceTable, _ submission: Submission, _ account: String?, _ begun: Begun,
        _ page: PageAddress?
    ) async throws -> ImportID {
        let (beginnings, began) = AsyncStream<ImportID>.makeStream()
        return try await withThrowingTaskGroup(of: ImportID?.self) { group in
            group.addTask {
                defer { began.finish() }
                let id = try await runtime.operations.submit(source, submission) { began.yield($0) }
                begun.importID.withLock { $0 = id }
                return id
            }
            group.addTask {
                for await id in beginnings {
                    Console.message("Import \(id) of \(source.name.visible)")
                    if let page { Console.message("Dashboard: \(page(id))") }
                    _ = try await ImportWatcher(runtime: runtime, importID: id).watch(endsWhenPaused: true, account: account)
                }
                return nil
            }
            defer { group.cancelAll() }
            var submitted: ImportID?
            while let result = try await group.next() { submitted = result ?? submitted }
            guard let submitted else { throw CancellationError() }
            return submitted
        }
    }

    private func fleet(_ runtime: Runtime, lookupWorkers: Int, _ overrides: [String: String]) -> LocalFleet {
        .own(runtime, workers: workers ?? runtime.configuration.workers ?? Self.defaultWorkers, lookupWorkers: lookupWorkers, overrides)
    }

    /// Two a core: while one waits for a rival's commit of the same fingerprint, or for the disk, another has work. Measured on two
    /// cores: 300,000 rows in 3.2 s with two workers, 2.7 s with three, 2.5 s with four.
    private static var defaultWorkers: Int { min(8, 2 * max(1, Environment.processors)) }

    private func report(_ outcome: Outcome, _ runtime: Runtime) async throws {
        let summary = outcome.summary
        let progress = summary.progress
        let twin = progress.status == .completed && progress.stored == 0 ? try await runtime.operations.twin(of: summary.id) : nil
        // The object is the last line, also where both streams go to one place.
        guard !json else {
            return Console.out(try JSON.document(ImportDocument(summary, rowsPerSecond: outcome.rowsPerSecond, twin: twin)))
        }
        if files.count > 1 { Console.out(summary.fileName.visible) }
        let rows = NumberFormat.counted(outcome.rows, outcome.rows == progress.done ? "row" : "more row")
        let speed = NumberFormat.grouped(Int64(outcome.rowsPerSecond))
        let all = outcome.rows == progress.done ? "" : ", \(NumberFormat.grouped(progress.done)) in all"
        Console.out("\(rows) in \(NumberFormat.duration(seconds: outcome.seconds)) (\(speed) rows/s)\(all), \(progress.status.rawValue)")
        let counts = [
            (progress.stored, "stored"), (progress.duplicates, progress.duplicates == 1 ? "duplicate" : "duplicates"),
            (progress.rejected, "rejected"),
        ]
        for (count, name) in counts { Console.out(SummaryLine.text(count, name)) }
        if let twin { Console.message("The same rows as import \(twin.id.short) (\(twin.fileName.visible)): nothing of it is new.") }
        if let lookups = progress.lookups { for line in LookupSummary.lines(lookups) { Console.out(line) } }
        if let hint = NextStep.hint(for: summary, try await runtime.operations.fleet()) { Console.message(hint) }
    }
}

/// What a run has begun, for the message of one that is interrupted.
private final class Begun: Sendable {
    let importID = Mutex<ImportID?>(nil)

    /// Runs `body` until it ends or somebody stops the command; then the processes stop in order, and how to go on is said.
    func interruptible<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        do {
            return try await Interruption.watching(TerminationSignals.stream(), body)
        } catch let interruption as Interruption {
            if Console.isInteractive { Console.overwrite("\n") }
            let id = importID.withLock(\.self)
            Console.message(id.map { "Stopped. Go on: refinery run --resume \($0.short)" } ?? "Stopped; nothing was submitted.")
            throw interruption
        }
    }
}

/// Why the lookups of an import cannot go on as they were asked to.
enum LookupChoiceError: Fault {
    case otherAccount(ImportID, isSimulated: Bool)

    var code: FaultCode { .lookupModeConflict }
    var details: [String: String] {
        switch self {
        case .otherAccount(let id, _): ["import_id": id.description]
        }
    }
    var summary: String {
        switch self {
        case .otherAccount(let id, true): "The lookups of import \(id.short) are simulated."
        case .otherAccount(let id, false): "The phone numbers of import \(id.short) are to be looked up for real, not by a simulator."
        }
    }
    var remedy: String? {
        switch self {
        case .otherAccount(_, true): "Add --simulate-twilio, or submit the file again to buy lookups."
        case .otherAccount: "Leave --simulate-twilio away; TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN name the account."
        }
    }
}
