internal import ArgumentParser
internal import RefineryModel
internal import RefineryStore
internal import ServiceLifecycle
internal import RefineryFleet
internal import RefineryOperations

struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Refine batches until told to stop. Start as many as you like, anywhere.",
        discussion: """
            SIGTERM: claims nothing more, finishes what it holds within SHUTDOWN_TIMEOUT_SECONDS, exits with 0.

            Example:
              DATABASE_URL=postgres://refinery@db/refinery refinery worker
            """)

    func run() async throws {
        try await reporting {
            try await FleetProcess.run(.worker) { process in
                [
                    RefineWorker(
                        worker: process.id, database: process.runtime.database, sources: process.runtime.sources,
                        settings: process.settings, isolation: .inChildProcesses(), wakeUp: process.wakeUp, logger: process.runtime.logger)
                ]
            }
        }
    }
}

struct LookupWorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookup-worker", abstract: "Look up phone numbers within the budget. Start as many as you like, anywhere.",
        discussion: """
            All lookup workers of a Twilio account share one budget (refinery budget): however many run, they ask no faster.
            SIGTERM: asks for nothing more, stores what is in flight, exits with 0.

            Example:
              TWILIO_ACCOUNT_SID=AC… TWILIO_AUTH_TOKEN=… DATABASE_URL=postgres://refinery@db/refinery refinery lookup-worker
            """)

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Packages to ask for, separated by commas. Default: LOOKUP_FIELDS, else line_type_intelligence.", valueName: "packages"))
    var fields: String?

    func run() async throws {
        try await reporting {
            var twilio = try Configuration(environment: Environment.variables).twilio
            if let fields { twilio.fields = TwilioSettings.fields(fields) }
            let provider = try twilio.provider()
            let settings = twilio
            try await FleetProcess.run(.lookupWorker, account: provider.account.id) { runtime in
                settings.warnOfClearText(runtime.logger)
                try await runtime.operations.checkPrices(of: settings.pricedFields, account: provider.account.id)
            } services: { process in
                [
                    LookupWorker(
                        worker: process.id, database: process.runtime.database, provider: provider, settings: process.settings,
                        lookup: process.runtime.configuration.lookup, wakeUp: process.wakeUp, logger: process.runtime.logger)
                ]
            }
        }
    }
}

struct CoordinatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coordinator", abstract: "Split files, rescue lost batches, report progress. Start two, one leads.",
        discussion: """
            Example:
              DATABASE_URL=postgres://refinery@db/refinery refinery coordinator
            """)

    func run() async throws {
        try await reporting {
            try await FleetProcess.run(.coordinator) { process in
                [
                    SplitWorker(
                        worker: process.id, database: process.runtime.database, sources: process.runtime.sources,
                        settings: process.settings, wakeUp: process.wakeUp, logger: process.runtime.logger),
                    Leader(
                        database: process.runtime.database, sources: process.runtime.sources, settings: process.settings,
                        wakeUp: process.drained,
                        logger: process.runtime.logger),
                ]
            }
        }
    }
}
