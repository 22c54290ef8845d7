internal import ArgumentParser
internal import HTTPClient
internal import RefineryModel

struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health", abstract: "Say whether a process, or the database, is well: exits with 0 or 69.",
        discussion: """
            With --url it asks a process of this machine, as the health check of a container does; without it asks whether the database
            answers and has the schema of this program.

            Example:
              refinery health
              refinery health --url http://127.0.0.1:9464/health
            """)

    @Option(name: .long, help: ArgumentHelp("What to ask; 200 is well.", valueName: "address"))
    var url: String?

    /// Less than a health check usually waits.
    private static let patience: Duration = .seconds(2)

    func run() async throws {
        try await reporting {
            if let url { return try await ask(url) }
            do {
                try await Runtime.using(role: "health", expectsData: true) { _ in }
            } catch let error as any Fault {
                throw UnhealthyError(reason: error.summary, cause: error.remedy)
            }
            Console.out("ok")
        }
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
        Console.out("ok")
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
