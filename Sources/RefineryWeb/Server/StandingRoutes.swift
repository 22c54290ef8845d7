internal import COpenAPI
internal import Hummingbird
internal import Prometheus
internal import Telemetry

/// What is there without a key.
enum StandingRoutes {
    static let all: [Route] = [
        Route(.get, "/health", .open) { web in response(web.services.reports.health()) },
        Route(.get, "/ready", .open) { web in response(await web.services.reports.readiness()) },
        Route(.get, "/metrics", .open) { web in .text(await web.services.reports.metrics(), type: MetricText.contentType) },
        Route(.get, "/openapi.yaml", .open) { _ in .text(description, type: "application/yaml") },
    ]

    /// The description of the interface: the file api/openapi.yaml.
    static let description = String(cString: copenapi())

    private static func response(_ condition: TelemetryServer.Condition) -> Response {
        .json(text: condition.document, status: condition.isWell ? .ok : .serviceUnavailable)
    }
}
