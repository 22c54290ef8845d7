internal import ArgumentParser
internal import Postgres
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStore

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show how far an import is, its jobs, and what went wrong.",
        discussion: """
            Example:
              refinery status
              refinery status 0b9f1c2a --json
            """)

    @OptionGroup var target: ImportArgument

    func run() async throws {
        try await reporting {
            let runtime = try await Runtime.start(role: "status", expectsData: true)
            let id = try await runtime.importID(target.id)
            let summary = try await runtime.summary(of: id)
            let jobs = try await runtime.withConnection { try await $0.rows(CountJobs(runID: id)) }
            if target.json {
                Console.out(try JSON.document(try await runtime.document(of: summary, jobs: jobs)))
            } else {
                let dead = try await runtime.withConnection { try await $0.rows(ListDeadJobs(runID: id)) }
                show(summary, jobs, dead, try await runtime.fleet())
                if summary.progress.awaitsLookups {
                    for line in try await runtime.hindrances(of: id) { Console.out("  \(line)") }
                }
            }
            await runtime.database.close()
        }
    }

    private func show(_ summary: ImportSummary, _ jobs: [JobCount], _ dead: [DeadJob], _ fleet: LivingFleet) {
        let progress = summary.progress
        Console.out("\(summary.fileName.visible)  \(summary.id)")
        Console.out("  \(progress.status.rawValue)\(progress.statusReason.map { " (\($0))" } ?? "")")
        Console.out("  \(ProgressView().counts(progress))")
        if let lookups = progress.lookups { for line in LookupSummary.lines(lookups) { Console.out(line) } }
        let submitter = summary.submitter.map { " by \($0.visible)" } ?? ""
        let end = summary.finishedAt.map { ", ended \(Timestamp.short($0))" } ?? ""
        Console.out("  submitted \(Timestamp.short(summary.submittedAt))\(submitter)\(end)")
        Console.out("  \(NumberFormat.duration(seconds: summary.elapsedSeconds)) since submit")
        for stage in Stage.allCases {
            let counts = jobs.filter { $0.stage == stage }.map { "\(NumberFormat.grouped($0.count)) \($0.state.rawValue)" }
            if !counts.isEmpty { Console.out("  \(stage.rawValue) jobs: \(counts.joined(separator: ", "))") }
        }
        for job in dead {
            Console.out(
                "  dead: \(job.stage.rawValue) batch \(job.seq) after \(NumberFormat.counted(Int64(job.attempt), "attempt")): \((job.message ?? job.code ?? "unknown").visible)"
            )
        }
        if let hint = NextStep.hint(for: summary, fleet) { Console.message(hint) }
    }
}
