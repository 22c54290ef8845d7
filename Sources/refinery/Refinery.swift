internal import ArgumentParser

/// The command line of the product: one verb a command.
@main
struct Refinery: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refinery",
        abstract: "Turns raw business CSV files into clean, deduplicated, phone-verified records.",
        discussion: """
            Example:
              refinery run leads.csv --all          everything on this machine, from file to records
              refinery submit leads.csv             hand a file to a running fleet
              refinery export > records.csv         the newest import's records

            Without DATABASE_URL a private Postgres on this machine is used. Every variable is described in .env.example.
            --config FILE, or REFINERY_CONFIG, names a file of settings; variables win (refinery config).
            Exit codes: 0 done, 64 usage, 65 bad data, 66 no such file, 69 unavailable, 70 defect, 73 output, 75 paused or try again, 77 no right,
            78 configuration, 130 stopped by Ctrl-C.
            """,
        version: Version.current,
        subcommands: [BenchCommand.self, TrialCommand.self],
        groupedSubcommands: [
            CommandGroup(
                name: "Imports",
                subcommands: [
                    RunCommand.self, InspectCommand.self, EstimateCommand.self, SubmitCommand.self, MappingsCommand.self,
                    SampleCommand.self, FetchCommand.self,
                ]),
            CommandGroup(
                name: "Watching",
                subcommands: [
                    StatusCommand.self, WatchCommand.self, EventsCommand.self, ImportsCommand.self, DeadCommand.self, TopCommand.self,
                ]),
            CommandGroup(
                name: "Control",
                subcommands: [
                    PauseCommand.self, ResumeCommand.self, CancelCommand.self, RetryCommand.self, DiscardCommand.self,
                    PrioritizeCommand.self, UndoCommand.self,
                ]),
            CommandGroup(name: "Lookups", subcommands: [LookupCommand.self, BudgetCommand.self]),
            CommandGroup(
                name: "Companies and personas",
                subcommands: [
                    LinkCommand.self, PersonasCommand.self, CompaniesCommand.self, CandidatesCommand.self, EnrichCommand.self,
                ]),
            CommandGroup(name: "Campaigns", subcommands: [BlocksCommand.self, DestinationsCommand.self, SuppressCommand.self]),
            CommandGroup(name: "Results", subcommands: [ExportCommand.self, RejectsCommand.self, DuplicatesCommand.self]),
            CommandGroup(
                name: "Processes",
                subcommands: [
                    WebCommand.self, CoordinatorCommand.self, WorkerCommand.self, LookupWorkerCommand.self, EnrichWorkerCommand.self,
                    PushWorkerCommand.self, DrainCommand.self,
                ]),
            CommandGroup(name: "Alerts", subcommands: [WebhooksCommand.self]),
            CommandGroup(name: "Access", subcommands: [KeysCommand.self, AuditCommand.self]),
            CommandGroup(name: "Settings", subcommands: [ConfigCommand.self, CapacityCommand.self]),
            CommandGroup(
                name: "Database",
                subcommands: [
                    MigrateCommand.self, DatabaseCommand.self, DoctorCommand.self, HealthCommand.self, MetricsCommand.self,
                    EraseCommand.self,
                ]),
        ])

    static func main() async {
        Credentials.adopt()
        do {
            let arguments = UsageReport.joiningNegativeValues(try ConfigurationFile.adopt(Array(CommandLine.arguments.dropFirst())))
            if let report = UsageReport.problem(with: arguments) { throw report.tell() }
            var command = try await asyncParseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand { try await asynchronous.run() } else { try command.run() }
        } catch {
            UsageReport.exit(error is ConfigurationFileFault ? FaultReport.exitCode(for: error) : error)
        }
    }
}

extension AsyncParsableCommand {
    /// Runs a command's work and turns what goes wrong into a message for people and an exit code.
    func reporting(_ work: () async throws -> Void) async throws {
        do {
            try await work()
            if let code = Console.outputFailure { throw OutputError.cannotWrite(path: "standard output", code: code) }
        } catch {
            throw FaultReport.exitCode(for: error)
        }
    }
}

/// A command that needs the database from its beginning on: gets it, says what goes wrong, and closes it whatever happens.
protocol RuntimeCommand: AsyncParsableCommand {
    /// What the process is, as the database shows it.
    static var role: String { get }
    /// Whether the command is about what is stored already: then no private database is made. `true` by default.
    static var expectsData: Bool { get }

    func run(_ runtime: Runtime) async throws
}

extension RuntimeCommand {
    static var expectsData: Bool { true }

    func run() async throws {
        try await reporting { try await Runtime.using(role: Self.role, expectsData: Self.expectsData) { try await run($0) } }
    }
}
