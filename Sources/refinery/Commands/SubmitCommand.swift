internal import ArgumentParser
internal import Foundation
internal import HTTPClient
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
              refinery submit leads.csv --server https://refinery.example
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

    @OptionGroup var server: ServerOption

    func validate() throws {
        guard (0...1000).contains(priority) else { throw ValidationError("--priority has to be from 0 to 1000.") }
    }

    func run() async throws {
        try await reporting {
            if !dryRun, let connection = try server.connection() { return try await submit(to: connection) }
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

extension SubmitCommand {
    /// Sends the file; the server reads and refines it as its own settings say where these options do not.
    private func submit(to server: ServerConnection) async throws {
        let upload = try UploadFile(path: file)
        var query = try reading.query()
        refining.add(to: &query)
        query.add("name", upload.name)
        query.add("again", again ? "true" : nil)
        query.add("priority", "\(priority)")
        let answer = try await server.upload("imports", query, upload)
        if Console.isInteractive { Console.overwrite("") }
        if json { return Console.out(String(decoding: answer, as: UTF8.self)) }
        let document = try server.read(SubmitDocument.self, from: answer)
        if let origin = document.mapping {
            Console.message("Columns: \(origin.description.visible). They are found out anew with --no-remembered.")
        }
        for line in QuestionText.lines(document.questions ?? []) { Console.message(line) }
        Console.out(document.importId)
        Console.message("Submitted \(upload.name.visible). Next: refinery watch \(document.importId.prefix(8))")
        // Who may only submit learns no more.
        guard let status = try? await server.status(document.importId), let summary = try? status.summary() else { return }
        let paused = summary.progress.status == .paused ? NextStep.hint(for: summary, status.fleet) : nil
        let hint = paused ?? status.fleet.startHint(summary.id, looksUp: summary.progress.lookups != nil)
        if let hint { Console.message(hint) }
    }
}

extension ReadingOptions {
    /// The same, as the HTTP interface takes it.
    fileprivate func query() throws -> URLQuery {
        // What is wrong with them is said before anything is sent.
        let choices = try choices()
        var query = URLQuery()
        for override in map { query.add("map", override) }
        query.add("header", header.map { "\($0)" })
        if skipLines > 0 { query.add("skip_lines", "\(skipLines)") }
        for (name, isSet) in [
            ("without_name", withoutName), ("without_phone", withoutPhone), ("yes", yes), ("keep_case", keepCase),
            ("strip_accents", stripAccents),
        ] where isSet { query.add(name, "true") }
        query.add("only", only)
        if !remembered { query.add("remembered", "false") }
        query.add("delimiter", choices.delimiter.map { $0 == UInt8(ascii: "\t") ? "tab" : String(UnicodeScalar($0)) })
        query.add("encoding", encoding)
        query.add("region", region)
        query.add("require", require)
        for field in strict { query.add("strict", field.rawValue) }
        return query
    }
}

extension RefiningOptions {
    /// The same, as the HTTP interface takes it.
    fileprivate func add(to query: inout URLQuery) {
        query.add("on_duplicate", onDuplicate.rawValue)
        query.add("batch_size", batchSize.map { "\($0)" })
        if all { query.add("all", "true") }
        query.add("max_records", maxRecords.map { "\($0)" })
        query.add("lookup", lookup.map { "\($0)" })
        if !link { query.add("link", "false") }
        query.add("max_cost", maxCost?.money?.amount)
    }

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
