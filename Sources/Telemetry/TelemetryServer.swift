internal import HTTPTypes
internal import HummingbirdCore
package import Logging
internal import NIOCore
internal import PlainServer
internal import Prometheus
internal import ServiceLifecycle

/// What a process says of itself to probes and monitoring, over plain HTTP on a port of its own: `/health`, `/ready` and `/metrics`.
///
/// A port that is taken, as by another process of the same machine, costs a warning and never the process.
package struct TelemetryServer: Service {
    /// An answer to a probe.
    package struct Condition: Sendable {
        package let isWell: Bool
        /// A JSON object.
        package let document: String

        package init(isWell: Bool, document: String) { (self.isWell, self.document) = (isWell, document) }
    }

    /// What there is to say.
    package struct Reports: Sendable {
        /// Whether the process works; asks nobody.
        package let health: @Sendable () -> Condition
        /// Whether it can do its work: asks the database.
        package let readiness: @Sendable () async -> Condition
        /// The text for Prometheus.
        package let metrics: @Sendable () async -> String

        package init(
            health: @escaping @Sendable () -> Condition, readiness: @escaping @Sendable () async -> Condition,
            metrics: @escaping @Sendable () async -> String
        ) {
            (self.health, self.readiness, self.metrics) = (health, readiness, metrics)
        }
    }

    private let host: String
    private let port: Int
    private let reports: Reports
    private let logger: Logger
    private let onListening: @Sendable (_ port: Int) async -> Void

    /// - Parameters:
    ///   - port: 0 takes any free one.
    ///   - onListening: Called once, as soon as connections are accepted, with the port.
    package init(
        host: String, port: Int, reports: Reports, logger: Logger, onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        (self.host, self.port, self.reports, self.logger, self.onListening) = (host, port, reports, logger, onListening)
    }

    package func run() async throws {
        let server = PlainServer("refinery.telemetry", host: host, port: port, onListening: onListening)
        do {
            try await server.run { request, writer, _ in try await answer(request, writer) }
        } catch is CancellationError {
        } catch {
            logger.warning("no metrics: their port cannot be had", metadata: ["port": "\(port)", "reason": "\(error)"])
            try? await gracefulShutdown()
        }
    }

    private func answer(_ request: Request, _ writer: consuming ResponseWriter) async throws {
        let isRead = request.method == .get || request.method == .head
        let path = request.head.path?.prefix { $0 != "?" }
        switch path {
        case "/metrics" where isRead:
            try await Self.send(.ok, MetricText.contentType, await reports.metrics(), request, writer)
        case "/health" where isRead: try await Self.send(reports.health(), request, writer)
        case "/ready" where isRead: try await Self.send(await reports.readiness(), request, writer)
        case "/metrics", "/health", "/ready":
            try await Self.send(.methodNotAllowed, "text/plain; charset=utf-8", "Only GET.\n", request, writer)
        default: try await Self.send(.notFound, "text/plain; charset=utf-8", "There are /health, /ready and /metrics.\n", request, writer)
        }
    }

    private static func send(_ condition: Condition, _ request: Request, _ writer: consuming ResponseWriter) async throws {
        try await send(condition.isWell ? .ok : .serviceUnavailable, "application/json", condition.document + "\n", request, writer)
    }

    private static func send(
        _ status: HTTPTypes.HTTPResponse.Status, _ type: String, _ text: String, _ request: Request, _ writer: consuming ResponseWriter
    ) async throws {
        let body = ByteBuffer(string: text)
        let fields: HTTPFields = [.contentType: type, .contentLength: "\(body.readableBytes)", .cacheControl: "no-store"]
        let content = request.method == .head ? ResponseBody() : ResponseBody(byteBuffer: body)
        try await writer.write(response: HTTPTypes.HTTPResponse(status: status, headerFields: fields), body: content)
    }
}
