internal import ArgumentParser
internal import HTTPClient
internal import Postgres
internal import RefineryModel
internal import RefineryStore

/// What `scripts/bench` measures from within: hidden, because nobody runs a fleet with it.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure parts of the product on prepared data.", shouldDisplay: false,
        subcommands: [Claims.self, HTTP.self, Columns.self, Personas.self])

    struct Claims: RuntimeCommand {
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

        static let role = "bench"
        static let expectsData = false

        func run(_ runtime: Runtime) async throws {
            let start = ContinuousClock.now
            let jobs = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<max(1, connections) {
                    group.addTask { try await Self.drain(runtime.database.connect()) }
                }
                return try await group.reduce(0, +)
            }
            let rate = Double(jobs) / start.duration(to: .now).inSeconds
            Console.out(json ? try JSON.document(Document(jobs: jobs, jobsPerSecond: rate)) : "\(Int(rate)) jobs/s")
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

    struct HTTP: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "http",
            abstract: "Send the same GET request again and again, with so many in flight; nothing is done with the answers.")

        @Option(name: .long, help: "Absolute address, with its query.")
        var url: String

        @Option(name: .long, help: "User and password of Basic authentication, separated by a colon.")
        var user: String?

        @Option(name: .long, help: "Requests in flight.")
        var inFlight = 50

        @Option(name: .long, help: "How long, in seconds.")
        var seconds = 5.0

        @Flag(name: .long, help: "Print JSON.")
        var json = false

        private struct Document: Encodable {
            let requests: Int
            let failures: Int
            let requestsPerSecond: Double
        }

        private struct Tally {
            var requests = 0
            var failures = 0
        }

        func run() async throws {
            try await reporting {
                let client = HTTPClient(HTTPClientConfiguration(maxConnectionsPerHost: max(1, inFlight)))
                let parts = user?.split(separator: ":", maxSplits: 1).map(String.init) ?? []
                let credentials = parts.count == 2 ? BasicCredentials(user: parts[0], password: parts[1]) : nil
                let request = HTTPRequest(
                    .get, url, headers: [HTTPHeader("Accept", "application/json")], credentials: credentials, isSentAtMostOnce: true)
                let start = ContinuousClock.now
                let end = start + .seconds(seconds)
                let tally = await withTaskGroup(of: Tally.self) { group in
                    for _ in 0..<max(1, inFlight) {
                        group.addTask { await Self.send(request, with: client, until: end) }
                    }
                    return await group.reduce(into: Tally()) { sum, part in
                        sum.requests += part.requests
                        sum.failures += part.failures
                    }
                }
                let rate = Double(tally.requests) / start.duration(to: .now).inSeconds
                client.shutDown()
                let document = Document(requests: tally.requests, failures: tally.failures, requestsPerSecond: rate)
                Console.out(json ? try JSON.document(document) : "\(Int(rate)) requests/s, \(tally.failures) failed")
            }
        }

        private static func send(_ request: HTTPRequest, with client: HTTPClient, until end: ContinuousClock.Instant) async -> Tally {
            var tally = Tally()
            while .now < end {
                tally.requests += 1
                let response = try? await client.send(request)
                if response?.status != 200 { tally.failures += 1 }
            }
            return tally
        }
    }
}
