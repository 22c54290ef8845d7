internal import ArgumentParser
internal import Postgres
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStore

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Everything on this machine: submit a file, start the fleet, show progress, sum up.",
        discussion: """
            Without DATABASE_URL a private Postgres is started. The coordinator and the workers are processes of this program.
            Exit code 0 when the import completed, 75 when it paused.

            Example:
              refinery run leads.csv
              refinery run leads.csv --workers 4 --all
              refinery run --resume 0b9f1c2a --all
            """)

    @Argument(help: "The CSV file.")
    var file: String?

    @Option(name: .long, help: "Go on with this import instead of submitting a file.")
    var resume: String?

    @Option(name: .long, help: "Worker processes. Default: two a core, at most 8.")
    var workers: Int?

    @OptionGroup var reading: ReadingOptions

    @Flag(name: .long, help: "Submit bytes that were submitted before once more.")
    var again = false

    @Flag(name: .long, help: "Print the result as JSON, as the last line.")
    var json = false

    func validate() throws {
        guard (file == nil) != (resume == nil) else { throw ValidationError("Name a file, or an import with --resume.") }
        if let workers, !(1...256).contains(workers) { throw ValidationError("--workers has to be from 1 to 256.") }
    }

    func run() async throws {
        try await reporting {
            // The file is looked at first: what is wrong with it needs no database.
            let source = try file.map { path throws(SourceFileError) in try SourceFile(path: path) }
            let inspection = try source.map { try SourceInspection($0, try self.reading.choices()) }
            let runtime = try await Runtime.start(role: "run", migrates: true)
            let (reading, again, resumed) = (reading, again, resume)
            // The processes start while the file is stored.
            let outcome = try await fleet(runtime).run {
                let id: ImportID
                if let source, let inspection {
                    if Console.isInteractive { Console.overwrite("Storing \(source.name) …") }
                    defer { if Console.isInteractive { Console.overwrite("") } }
                    id = try await Submission(runtime: runtime, reading: reading, priority: 100, again: again).submit(source, inspection)
                } else {
                    id = try await runtime.importID(resumed)
                    try await Self.goOn(id, reading, runtime)
                }
                if let source { Console.message("Import \(id) of \(source.name)") }
                let (started, before) = (ContinuousClock.now, try await runtime.summary(of: id).progress.done)
                let summary = try await ImportWatcher(runtime: runtime, importID: id).watch(endsWhenPaused: true)
                return Outcome(summary: summary, rows: summary.progress.done - before, seconds: started.duration(to: .now).inSeconds)
            }
            try await report(outcome, runtime)
            await runtime.database.close()
            try ImportEnding.check(outcome.summary)
        }
    }

    /// What one run did: an import may have had others before.
    private struct Outcome {
        let summary: ImportSummary
        let rows: Int64
        let seconds: Double

        var rowsPerSecond: Double { seconds > 0 ? Double(rows) / seconds : 0 }
    }

    private static func goOn(_ id: ImportID, _ reading: ReadingOptions, _ runtime: Runtime) async throws {
        guard try await runtime.summary(of: id).progress.status == .paused else { return }
        let rows = reading.all ? 0 : reading.maxRecords
        _ = try await runtime.withConnection { try await $0.first(ResumeImport(importID: id, rows: rows)) }
    }

    private func fleet(_ runtime: Runtime) -> LocalFleet {
        var environment = Environment.variables
        environment["DATABASE_URL"] = runtime.url
        // What the processes say stands between the reader and the bar: only errors, unless more was asked for.
        if environment["LOG_LEVEL"] == nil { environment["LOG_LEVEL"] = "error" }
        return LocalFleet(workers: workers ?? Self.defaultWorkers, environment: environment, logger: runtime.logger)
    }

    /// Two a core: while one waits for a rival's commit of the same fingerprint, or for the disk, another has work. Measured on two
    /// cores: 300,000 rows in 3.2 s with two workers, 2.7 s with three, 2.5 s with four.
    private static var defaultWorkers: Int { min(8, 2 * max(1, Environment.processors)) }

    private func report(_ outcome: Outcome, _ runtime: Runtime) async throws {
        let summary = outcome.summary
        let progress = summary.progress
        // The object is the last line, also where both streams go to one place.
        guard !json else { return Console.out(try JSON.document(StatusDocument(summary, rowsPerSecond: outcome.rowsPerSecond))) }
        let rows = NumberFormat.counted(outcome.rows, outcome.rows == progress.done ? "row" : "more row")
        let speed = NumberFormat.grouped(Int64(outcome.rowsPerSecond))
        let all = outcome.rows == progress.done ? "" : ", \(NumberFormat.grouped(progress.done)) in all"
        Console.out("\(rows) in \(NumberFormat.duration(seconds: outcome.seconds)) (\(speed) rows/s)\(all), \(progress.status.rawValue)")
        let counts = [
            (progress.stored, "stored"), (progress.duplicates, progress.duplicates == 1 ? "duplicate" : "duplicates"),
            (progress.rejected, "rejected"),
        ]
        for (count, name) in counts { Console.out("  \(NumberFormat.grouped(count).padded(to: 12)) \(name)") }
        if let hint = NextStep.hint(for: summary, try await runtime.fleet()) { Console.message(hint) }
    }
}
