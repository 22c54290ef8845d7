internal import ArgumentParser
internal import Foundation
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStore

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
            let source = try SourceFile(path: file)
            let inspection = try SourceInspection(source, try reading.choices())
            if dryRun {
                let configuration = try Configuration(environment: Environment.variables)
                let options = try reading.importOptions(inspection, configuration)
                return try DryRunReport(source: source, inspection: inspection, options: options).print(json: json)
            }
            let runtime = try await Runtime.start(role: "submit")
            let fleet = try await runtime.fleet()
            let looksUp = try await runtime.looksUp(reading.lookup)
            let twilio = runtime.configuration.twilio
            if looksUp, twilio.isConfigured { try await twilio.checkPrices(of: try twilio.provider().account.id, runtime) }
            let id = try await Submission(runtime: runtime, reading: reading, priority: priority, again: again)
                .submit(source, inspection, lookups: looksUp ? .twilio : nil)
            if json {
                Console.out(try JSON.text(["import_id": id.description, "status": ImportStatus.running.rawValue]))
            } else {
                Console.out(id.description)
                Console.message("Submitted \(source.name.visible). Next: refinery watch \(id.short)")
                if !looksUp && reading.lookup == nil { Console.message(TwilioSettings.skipped) }
                if let hint = fleet.startHint(id, looksUp: looksUp) { Console.message(hint) }
            }
            await runtime.database.close()
        }
    }
}

/// Submits one file, or says that it is known already.
struct Submission {
    let runtime: Runtime
    let reading: ReadingOptions
    let priority: Int
    let again: Bool

    /// - Parameter lookups: Who is asked about the phone numbers; nil: nobody.
    func submit(
        _ source: SourceFile, _ inspection: SourceInspection, lookups: LookupProviderName?
    ) async throws -> ImportID {
        if reading.maxCost?.money != nil && lookups == nil {
            Console.message("--max-cost has no effect: the phone numbers of this import are not looked up.")
        }
        var options = try reading.importOptions(inspection, runtime.configuration)
        options.looksUpNumbers = lookups != nil
        options.lookupProvider = lookups
        // A region that does not exist is found now, not by every worker.
        _ = try Refiner(
            ImportPlan(id: ImportID(), number: 0, source: SourceLocation(uri: "", bytes: 0), options: options), currentYear: 2000)
        let outcome = try await Submitter(database: runtime.database, sources: runtime.sources).submit(
            source, options: options, priority: priority, attempts: runtime.configuration.fleet.attempts, again: again,
            maxCost: reading.maxCost?.money, submitter: Submitter.ofThisProcess)
        switch outcome {
        case .submitted(let id): return id
        case .known(let earlier): throw SubmissionError.known(name: source.name, earlier: earlier)
        }
    }
}

/// Why a file was not submitted.
enum SubmissionError: Fault {
    case known(name: String, earlier: [EarlierImport])

    var code: FaultCode { .alreadySubmitted }
    var details: [String: String] {
        switch self {
        case .known(_, let earlier):
            earlier.first.map { ["existing_import_id": $0.id.description, "existing_status": $0.status.rawValue] } ?? [:]
        }
    }
    var summary: String {
        switch self {
        case .known(let name, let earlier):
            "The same bytes as \(name) were submitted before"
                + (earlier.first.map { ", as import \($0.id) (\($0.fileName.visible), \($0.status.rawValue))." } ?? ".")
        }
    }
    var remedy: String? {
        switch self {
        case .known(_, let earlier):
            "`refinery status\(earlier.first.map { " \($0.id.short)" } ?? "")` shows that import; --again submits the file once more."
        }
    }
}

extension Submitter {
    /// User and host, as `ann@crunch`.
    static var ofThisProcess: String { "\(ProcessInfo.processInfo.userName)@\(ProcessInfo.processInfo.hostName)" }
}

extension ImportID {
    /// Enough of the id to name it in commands.
    var short: String { String(description.prefix(8)) }
}
