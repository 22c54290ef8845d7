import Foundation
import Logging
import RefineryModel
import RefineryOperations
import RefineryTestSupport
import RefineryWeb
import ServiceLifecycle
import Synchronization
import Testing

/// A web process in this one, against one test's database, asked by curl.
struct TestWeb: Sendable {
    let database: TestDatabase
    let port: Int
    let audited: Audited

    final class Audited: Sendable {
        let operations = Mutex<[String]>([])
    }

    /// What curl got.
    struct Answer: Sendable {
        let status: Int
        let headers: [String: String]
        let body: String

        var object: [String: PrintedJSON] { (try? JSONDecoder().decode([String: PrintedJSON].self, from: Data(body.utf8))) ?? [:] }
        var items: [PrintedJSON] { if case .array(let items)? = object["items"] { items } else { [] } }
    }

    /// Keys are the names of scopes, joined by `+`; `slow` is limited.
    private static func admission(_ token: String?) -> Admission {
        guard let token else { return .refused(retryAfter: nil) }
        if token == "slow" { return .limited(retryAfter: .milliseconds(1500)) }
        let scopes = token.split(separator: "+").compactMap { APIScope(rawValue: String($0)) }
        return scopes.isEmpty ? .refused(retryAfter: nil) : .granted(APIPrincipal(keyID: token, name: token, scopes: Set(scopes)))
    }

    /// Runs one while `body` runs.
    static func with(_ database: TestDatabase, _ change: (inout WebSettings) -> Void = { _ in }, _ body: (TestWeb) async throws -> Void)
        async throws
    {
        var settings = WebSettings()
        settings.port = 0
        settings.intake.rowsPerRun = nil
        change(&settings)
        let audited = Audited()
        let services = WebServices(
            operations: Operations(database: database.database, sources: try database.sources()), settings: settings,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, authenticate: { token, _ in admission(token) },
            audit: { act in audited.operations.withLock { $0.append(act.operation) } })
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let group = ServiceGroup(
            configuration: .init(services: [WebServer(services) { listening.yield($0) }], logger: services.logger))
        async let running: Void = group.run()
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        do { try await body(TestWeb(database: database, port: port, audited: audited)) } catch {
            await group.triggerGracefulShutdown()
            try? await running
            throw error
        }
        await group.triggerGracefulShutdown()
        try await running
    }

    /// Asks with curl.
    func curl(_ path: String, key: String? = "read", _ arguments: String...) async throws -> Answer {
        try await ask(path, key, arguments)
    }

    /// Asks with curl.
    func ask(_ path: String, _ key: String?, _ arguments: [String]) async throws -> Answer {
        let more = key.map { ["-H", "Authorization: Bearer \($0)"] } ?? []
        let outcome = try await RefineryBinary(path: "/usr/bin/curl").run(
            ["-sS", "-i", "--http1.1", "--max-time", "60"] + more + arguments + ["http://127.0.0.1:\(port)\(path)"])
        var text = Substring(outcome.output)
        // What says that the body may come is no answer.
        while text.hasPrefix("HTTP/1.1 100") { text = text[(text.firstRange(of: "\r\n\r\n")?.upperBound ?? text.endIndex)...] }
        let end = try #require(text.firstRange(of: "\r\n\r\n"), "\(outcome.errors)")
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        let status = Int(lines[0].split(separator: " ")[1]) ?? 0
        let headers = lines.dropFirst().map { line in
            let sides = line.split(separator: ":", maxSplits: 1)
            return (sides[0].lowercased(), sides.count > 1 ? sides[1].trimmingCharacters(in: .whitespaces) : "")
        }
        return Answer(status: status, headers: Dictionary(headers) { first, _ in first }, body: String(text[end.upperBound...]))
    }
}
