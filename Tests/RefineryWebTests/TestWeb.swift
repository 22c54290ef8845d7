import Foundation
import Logging
import RefineryModel
import RefineryOperations
import RefineryTestSupport
import RefineryWeb
import ServiceLifecycle
import Telemetry
import Testing

/// A web process in this one, against one test's database, asked by curl.
struct TestWeb: Sendable {
    let database: TestDatabase
    let port: Int

    /// Keys are the names of scopes, joined by `+`; `slow` is limited.
    private static func admission(_ token: String?) -> APIAccess {
        guard let token else { return .refused(retryAfter: nil) }
        if token == "slow" { return .limited(APIPrincipal(keyID: token, name: token, scopes: []), retryAfter: .milliseconds(1500)) }
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
        let services = WebServices(
            operations: Operations(database: database.database, sources: try database.sources()), settings: settings,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            reports: TelemetryServer.Reports(
                health: { .init(isWell: true, document: #"{"status":"ok"}"#) },
                readiness: { .init(isWell: false, document: #"{"status":"not ready"}"#) }, metrics: { "up 1\n" }),
            authenticate: { token, _ in admission(token) })
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let group = ServiceGroup(
            configuration: .init(services: [WebServer(services) { listening.yield($0) }], logger: services.logger))
        async let running: Void = group.run()
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        do { try await body(TestWeb(database: database, port: port)) } catch {
            await group.triggerGracefulShutdown()
            try? await running
            throw error
        }
        await group.triggerGracefulShutdown()
        try await running
    }

    /// Asks with curl.
    func curl(_ path: String, key: String? = "read", _ arguments: String...) async throws -> CurlAnswer {
        try await ask(path, key, arguments)
    }

    /// Asks with curl.
    func ask(_ path: String, _ key: String?, _ arguments: [String]) async throws -> CurlAnswer {
        try await CurlAnswer.ask("http://127.0.0.1:\(port)\(path)", token: key, arguments)
    }
}
