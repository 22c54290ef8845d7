internal import ArgumentParser
internal import Foundation
internal import HTTPClient
internal import Postgres
internal import RefineryModel
internal import RefineryStore

struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health", abstract: "Say whether a process, or the database, is well: exits with 0 or 69.",
        discussion: """
            With --url it asks a process of this machine; with --process whether the fleet knows it as alive. Without either it asks the process
            that answers on METRICS_PORT, as the health check of a container does; where that is not set, whether the database answers and has
            the schema of this program.

            Example:
              refinery health
              refinery health --url http://127.0.0.1:9464/health
              refinery health --process 4711 --revision v2 --wait 30
            """)

    @Option(name: .long, help: ArgumentHelp("What to ask; 200 is well.", valueName: "address"))
    var url: String?

    @Option(name: .long, help: ArgumentHelp("The id of a process of this machine.", valueName: "pid"))
    var process: Int32?

    @Option(name: .long, help: ArgumentHelp("What the process has to run (REFINERY_REVISION).", valueName: "revision"))
    var revision: String?

    @Option(name: .long, help: ArgumentHelp("How long to try before it is called unwell.", valueName: "seconds"))
    var wait = 0

    /// Less than a health check usually waits.
    private static let patience: Duration = .seconds(2)

    func validate() throws {
        if url != nil, process != nil { throw ValidationError("--url and --process ask for different things.") }
        if revision != nil, process == nil { throw ValidationError("--revision is about a --process.") }
        guard (0...86_400).contains(wait) else { throw ValidationError("--wait has to be from 0 to 86400 seconds.") }
    }

    func run() async throws {
        try await reporting {
            let end = ContinuousClock.now + .seconds(wait)
            while true {
                do {
                    try await look()
                    return Console.out("ok")
                } catch let error as UnhealthyError {
                    if .now >= end { throw error }
                }
                try await Task.sleep(for: .milliseconds(250))
            }
        }
    }

    private func look() async throws {
        if let url { return try await ask(url) }
        if process == nil, let url = try ownURL() { return try await ask(url) }
        do {
            try await Runtime.using(role: "health", expectsData: true) { runtime in
                guard let process else { return }
                let question = IsProcessAlive(host: ProcessInfo.processInfo.hostName, pid: process, revision: revision)
                guard try await runtime.database.pool.withConnection({ try await $0.first(question) }) == true else {
                    throw UnhealthyError(
                        reason:
                            "The fleet knows no living process \(process) of this machine\(revision.map { " with revision \($0)" } ?? "").",
                        cause: nil)
                }
            }
        } catch let error as UnhealthyError {
            throw error
        } catch let error as any Fault {
            throw UnhealthyError(reason: error.summary, cause: error.remedy)
        }
    }

    /// Where the process answers that has the same environment; nil: nowhere that is known.
    private func ownURL() throws -> String? {
        let configuration = try Runtime.loadConfiguration()
        guard let port = configuration.metricsPort, port > 0 else { return nil }
        return "http://127.0.0.1:\(port)/health"
    }

    private func ask(_ url: String) async throws {
        let client = HTTPClient(HTTPClientConfiguration())
        defer { client.shutDown() }
        let response: HTTPResponse
        do {
            response = try await client.send(HTTPRequest(.get, url, timeout: Self.patience))
        } catch {
            throw UnhealthyError(reason: "\(url) does not answer: \(error.summary)", cause: nil)
        }
        guard response.status == 200 else { throw UnhealthyError(reason: "\(url) answers \(response.status).", cause: nil) }
    }
}

/// Something is not well; whoever asked wants to know no more than that by the exit code.
struct UnhealthyError: Fault {
    let reason: String
    let cause: String?

    var code: FaultCode { .unhealthy }
    var summary: String { reason }
    var remedy: String? { cause }
}
