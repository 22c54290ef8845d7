internal import ArgumentParser
internal import Foundation
internal import RefineryModel
internal import RefineryStages
internal import RefineryStore
internal import RefineryOperations
internal import RefineryFleet

struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Hand a file to a running fleet; prints the import's id at once.",
        discussion: """
            Example:
              refinery submit leads.csv
              refinery submit leads.csv --dry-run
              refinery submit leads.csv --map "Firm=business_name" --all
            """)

    @Argument(help: "The CSV file.")
    var file: String

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var refining: RefiningOptions

    @Flag(name: .long, help: "Submit bytes that were submitted before once more.")
    var again = false

    @Option(name: .long, help: ArgumentHelp("Smaller is sooner, 0 to 1000.", valueName: "n"))
    var priority = 100

    @Flag(name: .long, help: "Show mapping, normalized rows and counts; change nothing.")
    var dryRun = false

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (0...1000).contains(priority) else { throw ValidationError("--priority has to be from 0 to 1000.") }
    }

    func run() async throws {
        try await reporting {
            let source = try SourceFile(path: file, isReadOnce: !dryRun)
            let inspection = try await reading.inspect(source)
            if dryRun {
                let configuration = try Configuration(environment: Environment.variables)
                let options = refining.completing(try reading.importOptions(inspection, configuration))
                return try DryRunReport(source: source, inspection: inspection, options: options).print(json: json)
            }
            try await Runtime.using(role: "submit") { runtime in
                let operations = runtime.operations
                let fleet = try await operations.fleet()
                let twilio = runtime.configuration.twilio
                let looksUp = try await operations.looksUp(refining.lookup, isConfigured: twilio.isConfigured)
                if looksUp, twilio.isConfigured {
                    try await operations.checkPrices(of: twilio.pricedFields, account: try twilio.provider().account.id)
                }
                let options = refining.completing(try reading.importOptions(inspection, runtime.configuration))
                var submission = refining.submission(options, runtime.configuration, lookups: looksUp ? .twilio : nil)
                submission.mapping = reading.remembered(inspection, source)
                submission.priority = priority
                submission.again = again
                let id = try await operations.submit(source, submission)
                if json {
                    Console.out(try JSON.document(SubmitDocument(id, inspection)))
                } else {
                    Console.out(id.description)
                    Console.message("Submitted \(source.name.visible). Next: refinery watch \(id.short)")
                    if !looksUp && refining.lookup == nil { Console.message(TwilioSettings.skipped) }
                    let summary = try await operations.summary(of: id)
                    let paused = summary.progress.status == .paused ? NextStep.hint(for: summary, fleet) : nil
                    if let hint = paused ?? fleet.startHint(id, looksUp: looksUp) { Console.message(hint) }
                }
            }
        }
    }
}

extension RefiningOptions {
    /// A file as these options and the configuration say.
    /// - Parameter lookups: Who is asked about the phone numbers; nil: nobody.
    func submission(_ options: ImportOptions, _ configuration: Configuration, lookups: LookupProviderName?) -> Submission {
        if maxCost?.money != nil && lookups == nil {
            Console.message("--max-cost has no effect: the phone numbers of this import are not looked up.")
        }
        var options = options
        options.looksUpNumbers = lookups != nil
        options.lookupProvider = lookups
        var submission = Submission(options: options, attempts: configuration.fleet.attempts)
        submission.maxCost = maxCost?.money
        submission.submitter = Environment.submitter
        return submission
    }
}

extension Environment {
    /// User and host, as `ann@crunch`.
    static var submitter: String { "\(ProcessInfo.processInfo.userName)@\(ProcessInfo.processInfo.hostName)" }
}
