internal import COpenAPI
internal import Hummingbird
internal import RefineryOperations

/// What is there without a key.
enum StandingRoutes {
    static let all: [Route] = [
        Route(.get, "/health", .open) { _ in .json(text: #"{"status":"ok"}"#) },
        Route(.get, "/ready", .open) { web in
            try await web.operations.checkReady()
            return .json(text: #"{"status":"ready"}"#)
        },
        Route(.get, "/openapi.yaml", .open) { _ in .text(description, type: "application/yaml") },
    ]

    /// The description of the interface: the file api/openapi.yaml.
    static let description = String(cString: copenapi())
}
