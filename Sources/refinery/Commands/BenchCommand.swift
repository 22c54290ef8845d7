internal import ArgumentParser
internal import Postgres
internal import RefineryModel
internal import RefineryPipeline
internal import RefineryStore

/// What `scripts/bench` measures from within: hidden, because nobody runs a fleet with it.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure parts of the product on prepared data.", shouldDisplay: false, subcommands: [Claims.self])

    struct Claims: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "claims", abstract: "Claim and finish ready refine jobs one at a time until none is left; nothing is refined.")

        @Option(name: .long, help: "Connections that claim side by side.")
        var connections = 2

        @Flag(name: .long, help: "Print JSON.")
        var json = false

        private struct Document: Encodable {
            let jobs: Int
            let jobsPerSecond: Double
        }

        func run() async throws {
            try await reporting {
                let runtime = try await Runtime.start(role: "bench")
                let start = ContinuousClock.now
                let jobs = try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<max(1, connections) {
                        group.addTask { try await Self.drain(runtime.database.connect()) }
                    }
                    return try await group.reduce(0, +)
                }
                let rate = Double(jobs) / start.duration(to: .now).inSeconds
                Console.out(json ? try JSON.document(Document(jobs: jobs, jobsPerSecond: rate)) : "\(Int(rate)) jobs/s")
                await runtime.database.close()
            }
        }

        /// Claims and finishes each in a transaction of its own, as the work of an empty batch would; on the connection's thread.
        private static func drain(_ connection: isolated PostgresConnection) async throws -> Int {
            let worker = WorkerID()
            var after = ClaimKey.floor
            var jobs = 0
            while let job = try await connection.first(ClaimJobs(stage: .refine, limit: 1, worker: worker, after: after)) {
                after = job.claimKey
                let finished = try await connection.rows(FinishJobs(jobs: [job], outcomes: [BatchOutcome()]))
                guard finished.count == 1 else { throw LeaseLostError(jobs: 1) }
                jobs += 1
            }
            connection.close()
            return jobs
        }
    }
}
