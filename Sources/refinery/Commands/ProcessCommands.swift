internal import ArgumentParser
internal import RefineryModel
internal import RefineryStore
internal import ServiceLifecycle
internal import RefineryFleet
internal import RefineryOperations
internal import StandardWebhooks

struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Refine batches until told to stop. Start as many as you like, anywhere.",
        discussion: """
            SIGTERM: claims nothing more, finishes what it holds within SHUTDOWN_TIMEOUT_SECONDS, exits with 0.

            Example:
              DATABASE_URL=postgres://refinery@db/refinery refinery worker
            """)

    @OptionGroup var retirement: RetirementOptions

    func run() async throws {
        try await reporting {
            try await FleetProcess.run(.refine(isolation: .inChildProcesses()), retirement: retirement.settings)
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

    @OptionGroup var retirement: RetirementOptions

    func run() async throws {
        try await reporting {
            let configuration = try Configuration(environment: Environment.variables)
            var twilio = configuration.twilio
            if let fields { twilio.fields = TwilioSettings.fields(fields) }
            let provider = try twilio.provider()
            try await FleetProcess.run(.lookUp(provider, configuration.lookup), retirement: retirement.settings) { [twilio] runtime in
                twilio.warnOfClearText(runtime.logger)
                try await runtime.operations.checkPrices(of: twilio.pricedFields, account: provider.account.id)
                try await runtime.operations.adoptLimits(
                    of: provider.account.id, ratePerSecond: twilio.ratePerSecond, monthlyRequests: twilio.monthlyRequests)
            }
        }
    }
}

struct EnrichWorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrich-worker",
        abstract: "Ask providers what personas miss, within their budgets. Start as many as you like, anywhere.",
        discussion: """
            Asks every provider that has credentials here (.env.example), each by the budget of its account (refinery budget).
            SIGTERM: asks for nothing more, stores what is in flight, exits with 0.

            Example:
              APOLLO_API_KEY=… DATABASE_URL=postgres://refinery@db/refinery refinery enrich-worker
            """)

    @OptionGroup var retirement: RetirementOptions

    func run() async throws {
        try await reporting {
            let enrichment = try Configuration(environment: Environment.variables).enrichment
            let sources = try enrichment.sources(named: enrichment.configured)
            guard !sources.isEmpty else { throw EnrichmentFault.nobodyConfigured }
            try await FleetProcess.run(.enrich(sources, enrichment.worker), retirement: retirement.settings) { runtime in
                for source in sources { try await runtime.operations.prepareBudget(of: source.provider.account) }
            }
        }
    }
}

struct PushWorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push-worker",
        abstract: "Send contacts of blocks to destinations. Start as many as you like, anywhere.",
        discussion: """
            Needs the variables with secrets that the destinations name (refinery destinations).
            SIGTERM: sends nothing more, stores what is in flight, exits with 0.

            Example:
              DIALER_SECRET=whsec_… DATABASE_URL=postgres://refinery@db/refinery refinery push-worker
            """)

    @OptionGroup var retirement: RetirementOptions

    func run() async throws {
        try await reporting {
            let push = try Configuration(environment: Environment.variables).push
            try await FleetProcess.run(.push(push.makeDestination(), push.worker), retirement: retirement.settings)
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

    @OptionGroup var retirement: RetirementOptions

    func run() async throws {
        try await reporting {
            try await FleetProcess.run(
                .coordinate(webhooks: WebhookClient()) { leftover, database, sources in
                    try await Leftovers(database: database, sources: sources).takeAway(leftover)
                }, retirement: retirement.settings)
        }
    }
}
