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
        commandName: "submit", abstract: "Hand files to a running fleet; prints the id of each import at once.",
        discussion: """
            Example:
              refinery submit leads.csv
              refinery submit leads.xlsx --dry-run
              refinery submit june/*.csv archive.zip
              refinery submit leads.csv --map "Firm=business_name" --all
              refinery submit leads.csv --server https://refinery.example
            """)

    @Argument(help: "The files: CSV, workbooks, JSON, also packed; - is standard input.")
    var files: [String]

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
            let files = try FileArguments(files, reading, isReadOnce: !dryRun)
            if dryRun { return try await rehearse(files) }
            guard files.isSeveral else {
                // What is wrong with the file needs no database.
                let table = try files.next()?.table.get()
                guard let table else { return }
                let inspection = try await reading.inspect(table)
                return try await Runtime.using(role: "submit") { runtime in
                    try await submit(table, inspection, Terms(runtime, refining), runtime, group: nil)
                }
            }
            let failure = try await Runtime.using(role: "submit") { runtime in try await submitAll(files, runtime) }
            if let failure { throw failure }
        }
    }

    private func rehearse(_ files: FileArguments) async throws {
        while let item = files.next() {
            let table = try item.table.get()
            let inspection = try await reading.inspect(table)
            let configuration = try Configuration(environment: Environment.variables)
            let options = refining.completing(try reading.importOptions(inspection, configuration))
            try DryRunReport(source: table.file, inspection: inspection, options: options).print(json: json)
        }
    }

    /// What is the same for all files.
    private struct Terms {
        let fleet: FleetPresence
        let looksUp: Bool

        init(_ runtime: Runtime, _ refining: RefiningOptions) async throws {
            fleet = try await runtime.operations.fleet()
            let twilio = runtime.configuration.twilio
            looksUp = try await runtime.operations.looksUp(refining.lookup, isConfigured: twilio.isConfigured)
            if looksUp, twilio.isConfigured {
                try await runtime.operations.checkPrices(of: twilio.pricedFields, account: try twilio.provider().account.id)
            }
        }
    }

    /// Submits one after the other, whatever is wrong with some.
    /// - Returns: The exit code of the first that was not submitted.
    private func submitAll(_ files: FileArguments, _ runtime: Runtime) async throws -> ExitCode? {
        let (terms, group) = (try await Terms(runtime, refining), SubmissionID())
        var (failure, submitted): (ExitCode?, Int64) = (nil, 0)
        while let item = files.next() {
            do {
                let table = try item.table.get()
                try await submit(table, try await reading.inspect(table), terms, runtime, group: group)
                submitted += 1
            } catch {
                let code = try FileArguments.tell(error, of: item.name)
                failure = failure ?? code
            }
        }
        if submitted > 0 {
            Console.message("\(NumberFormat.counted(submitted, "import")). Next: refinery imports --submission \(group)")
        }
        return failure
    }

    private func submit(
        _ table: SourceTable, _ inspection: SourceInspection, _ terms: Terms, _ runtime: Runtime, group: SubmissionID?
    ) async throws {
        let operations = runtime.operations
        let options = refining.completing(try reading.importOptions(inspection, runtime.configuration))
        var submission = refining.submission(options, runtime.configuration, lookups: terms.looksUp ? .twilio : nil)
        submission.mapping = reading.remembered(inspection, table)
        submission.priority = priority
        submission.again = again
        submission.group = group
        let id = try await operations.submit(table, submission)
        if json { return Console.out(try JSON.document(SubmitDocument(id, inspection))) }
        Console.out(id.description)
        Console.message("Submitted \(table.name.visible). Next: refinery watch \(id.short)")
        if !terms.looksUp && refining.lookup == nil { Console.message(TwilioSettings.skipped) }
        let summary = try await operations.summary(of: id)
        let paused = summary.progress.status == .paused ? NextStep.hint(for: summary, terms.fleet) : nil
        if let hint = paused ?? terms.fleet.startHint(id, looksUp: terms.looksUp) { Console.message(hint) }
    }
}

extension SubmitCommand {
    /// Sends the files; the server reads and refines them as its own settings say where these options do not.
    private func submit(to server: ServerConnection) async throws {
        let paths = try FileArguments.paths(files)
        guard paths.count > 1 else {
            let (failure, tables) = try await send(UploadFile(path: paths[0]), nil, server)
            if let tables { tell(tables.count, tables.group) }
            if let failure { throw failure }
            return
        }
        let group = SubmissionID()
        var (failure, submitted): (ExitCode?, Int) = (nil, 0)
        for path in paths {
            var name = path
            do {
                let upload = try UploadFile(path: path)
                name = upload.name
                let (refusal, tables) = try await send(upload, group, server)
                failure = failure ?? refusal
                submitted += tables?.count ?? 1
            } catch {
                let code = try FileArguments.tell(error, of: name)
                failure = failure ?? code
            }
        }
        if submitted > 0 { tell(submitted, "\(group)") }
        if let failure { throw failure }
    }

    private func tell(_ imports: Int, _ group: String) {
        Console.message("\(NumberFormat.counted(Int64(imports), "import")). Next: refinery imports --submission \(group)")
    }

    /// Sends one file, and says what became of it.
    /// - Parameter group: What it belongs to.
    /// - Returns: Of an archive of several tables how many were taken and what they belong to, and the exit code of the first that was not.
    private func send(
        _ upload: UploadFile, _ group: SubmissionID?, _ server: ServerConnection
    ) async throws -> (failure: ExitCode?, tables: (count: Int, group: String)?) {
        var query = try reading.query()
        refining.add(to: &query)
        query.add("name", upload.name)
        query.add("again", again ? "true" : nil)
        query.add("priority", "\(priority)")
        query.add("submission", group?.description)
        let answer = try await server.upload("imports", query, upload)
        if Console.isInteractive { Console.overwrite("") }
        // One table is answered without the id of a submission.
        if let several = try? server.read(SubmissionDocument.self, from: answer) {
            return (tell(several, upload.name), (several.imports.count, several.submissionId))
        }
        if json {
            Console.out(String(decoding: answer, as: UTF8.self))
        } else {
            try await tell(server.read(SubmitDocument.self, from: answer), upload.name, server)
        }
        return (nil, nil)
    }

    private func tell(_ document: SubmitDocument, _ name: String, _ server: ServerConnection) async throws {
        if let origin = document.mapping {
            Console.message("Columns: \(origin.description.visible). --no-remembered detects them again.")
        }
        for line in QuestionText.lines(document.questions ?? []) { Console.message(line) }
        Console.out(document.importId)
        Console.message("Submitted \(name.visible). Next: refinery watch \(document.importId.prefix(8))")
        // Who may only submit learns no more.
        guard let status = try? await server.status(document.importId), let summary = try? status.summary() else { return }
        let paused = summary.progress.status == .paused ? NextStep.hint(for: summary, status.fleet) : nil
        let hint = paused ?? status.fleet.startHint(summary.id, looksUp: summary.progress.lookups != nil)
        if let hint { Console.message(hint) }
    }

    /// Says what became of the tables of an archive, as where they are submitted here.
    /// - Returns: The exit code of the first that was not taken.
    private func tell(_ submission: SubmissionDocument, _ name: String) -> ExitCode? {
        for document in submission.imports {
            guard !json else {
                Console.out((try? JSON.document(document)) ?? document.importId)
                continue
            }
            Console.out(document.importId)
            Console.message("Submitted \((document.fileName ?? name).visible). Next: refinery watch \(document.importId.prefix(8))")
        }
        var failure: ExitCode?
        for refusal in submission.refused {
            let details = (refusal.context ?? [:]).merging(["file": refusal.fileName]) { first, _ in first }
            let code = FaultCode(rawValue: refusal.error) ?? .internalError
            let exit = FaultReport(code, "\(refusal.fileName): \(refusal.message)", refusal.remedy, details: details).tell()
            failure = failure ?? exit
        }
        return failure
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
        query.add("sheet", sheet)
        query.add("table", table)
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
