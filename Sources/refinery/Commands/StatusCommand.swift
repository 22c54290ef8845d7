internal import ArgumentParser
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore

struct StatusCommand: ServedCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show how far an import is, its jobs, and what went wrong.",
        discussion: """
            Example:
              refinery status
              refinery status 0b9f1c2a --json
            """)

    @OptionGroup var target: ImportArgument
    @OptionGroup var server: ServerOption

    static let role = "status"

    func run(_ runtime: Runtime) async throws {
        let operations = runtime.operations
        let run = try await operations.run(target.id)
        guard run.isImport else { return try await show(run, operations) }
        let status = try await operations.status(of: run.id)
        try show(status)
        if !target.json, try status.summary().progress.awaitsLookups {
            for line in try await operations.hindrances(of: run.id).compactMap(BudgetText.hindrance) { Console.out("  \(line)") }
        }
    }

    func run(_ server: ServerConnection) async throws { try show(try await server.status(target.id)) }

    private func show(_ status: StatusDocument) throws {
        if target.json { return Console.out(try JSON.document(status.document)) }
        let summary = try status.summary()
        let progress = summary.progress
        Console.out("\(summary.fileName.visible)  \(summary.id)")
        Console.out("  \(RunWords.status(progress.status, progress.statusReason))")
        show(status.stuck)
        Console.out("  \(ProgressView().counts(progress))")
        if let lookups = progress.lookups { for line in LookupSummary.lines(lookups) { Console.out(line) } }
        let submitter = summary.submitter.map { " by \($0.visible)" } ?? ""
        let end = summary.finishedAt.map { ", ended \(Timestamp.short($0))" } ?? ""
        Console.out("  submitted \(Timestamp.short(summary.submittedAt))\(submitter)\(end)")
        Console.out("  \(NumberFormat.duration(seconds: summary.elapsedSeconds)) since submit")
        if let columns = status.columns { Console.out("  columns: \(columns.visible)") }
        show(status.jobs, status.deadJobs)
        if let hint = NextStep.hint(for: summary, status.fleet) { Console.message(hint) }
    }

    private func show(_ run: RunSummary, _ operations: Operations) async throws {
        if target.json { return Console.out(try JSON.document(RunDocument(run))) }
        Console.out("\(run.kind)  \(run.id)")
        Console.out("  \(RunWords.status(run.status, run.statusReason))")
        show(try await operations.stuck(run.id))
        Console.out("  \(run.words)")
        let submitter = run.submitter.map { " by \($0.visible)" } ?? ""
        let end = run.finishedAt.map { ", ended \(Timestamp.short($0))" } ?? ""
        Console.out("  submitted \(Timestamp.short(run.submittedAt))\(submitter)\(end)")
        show(try await operations.jobs(of: run.id), try await operations.deadJobs(of: run.id))
    }

    private func show(_ stuck: StatusDocument.Stuck?) { if let stuck { Console.out("  \(RunWords.stuck(stuck).visible)") } }

    private func show(_ jobs: [JobCount], _ dead: [DeadJob]) {
        for stage in Stage.allCases {
            let counts = jobs.filter { $0.stage == stage }.map { "\(NumberFormat.grouped($0.count)) \($0.state.rawValue)" }
            if !counts.isEmpty { Console.out("  \(stage.rawValue) jobs: \(counts.joined(separator: ", "))") }
        }
        for job in dead {
            Console.out(
                "  dead: \(job.stage.rawValue) batch \(job.seq) after \(NumberFormat.counted(Int64(job.attempt), "attempt")): \((job.message ?? job.code ?? "unknown").visible)"
            )
        }
    }
}

extension RunSummary {
    /// Its jobs and counters.
    var words: String {
        let counters = counters.sorted { $0.key < $1.key }.map { "\(NumberFormat.grouped($0.value)) \($0.key)" }
        return (["\(NumberFormat.grouped(jobsDone)) of \(NumberFormat.counted(jobs, "job"))"] + counters).joined(separator: " · ")
    }
}
