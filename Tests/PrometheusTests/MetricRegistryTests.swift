import Foundation
import HTTPClient
import Logging
import Metrics
import Prometheus
import RefineryTestSupport
import Telemetry
import Testing

@Suite("Metrics for Prometheus", .timeLimit(.minutes(2))) struct MetricRegistryTests {
    private let registry = MetricRegistry(help: ["jobs_total": "Jobs\nof all \\ kinds."])

    @Test("a label and its dimensions are one number, however often it is made") func counters() {
        for amount in [1, 2] {
            Counter(label: "jobs_total", dimensions: [("stage", "refine")], factory: registry).increment(by: amount)
        }
        Counter(label: "jobs_total", dimensions: [("stage", "a \"quoted\"\nline\\")], factory: registry).increment()
        Gauge(label: "http.server.active", factory: registry).record(2.5)
        #expect(
            registry.families.text == """
                # HELP http_server_active http_server_active
                # TYPE http_server_active gauge
                http_server_active 2.5
                # HELP jobs_total Jobs\\nof all \\\\ kinds.
                # TYPE jobs_total counter
                jobs_total{stage="a \\"quoted\\"\\nline\\\\"} 1
                jobs_total{stage="refine"} 3

                """)
    }

    @Test("a timer is a histogram in seconds, whose buckets count all that is below") func histograms() {
        let timer = Timer(label: "batch_seconds", factory: registry)
        for nanoseconds in [4_000_000, 20_000_000, 20_000_000, 400_000_000_000] { timer.recordNanoseconds(Int64(nanoseconds)) }
        let lines = registry.families.text.split(separator: "\n").map(String.init)
        #expect(lines.contains("batch_seconds_bucket{le=\"0.005\"} 1") && lines.contains("batch_seconds_bucket{le=\"0.025\"} 3"))
        #expect(lines.contains("batch_seconds_bucket{le=\"300\"} 3") && lines.contains("batch_seconds_bucket{le=\"+Inf\"} 4"))
        #expect(lines.contains("batch_seconds_count 4") && lines.contains("batch_seconds_sum 400.044"))
    }

    @Test("many threads lose no increment") func threads() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { [registry] in for _ in 0..<1000 { Counter(label: "n_total", factory: registry).increment() } }
            }
        }
        #expect(registry.families.first?.samples.first?.value == 8000)
    }

    /// Runs `body` beside a server with these answers.
    private func withServer(isWell: Bool, _ body: (HTTPClient, String) async throws -> Void) async throws {
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let reports = TelemetryServer.Reports(
            health: { TelemetryServer.Condition(isWell: isWell, document: #"{"status":"x"}"#) },
            readiness: { TelemetryServer.Condition(isWell: isWell, document: #"{"status":"y"}"#) },
            metrics: { [registry] in registry.families.text })
        let server = TelemetryServer(host: "127.0.0.1", port: 0, reports: reports, logger: LogRecorder().logger) { listening.yield($0) }
        let running = Task { try await server.run() }
        let client = HTTPClient(HTTPClientConfiguration())
        defer { client.shutDown() }
        for await port in ports {
            try await body(client, "http://127.0.0.1:\(port)")
            break
        }
        running.cancel()
        _ = try? await running.value
    }

    @Test("probes and Prometheus are answered on a port of their own", arguments: [true, false]) func server(isWell: Bool) async throws {
        Counter(label: "jobs_total", factory: registry).increment()
        try await withServer(isWell: isWell) { client, address in
            for path in ["/health", "/ready"] {
                let response = try await client.send(HTTPRequest(.get, address + path, timeout: .seconds(10)))
                #expect(response.status == (isWell ? 200 : 503))
            }
            let metrics = try await client.send(HTTPRequest(.get, address + "/metrics", timeout: .seconds(10)))
            #expect(metrics.status == 200 && String(decoding: metrics.body, as: UTF8.self).contains("jobs_total 1\n"))
            #expect(try await client.send(HTTPRequest(.get, address + "/other", timeout: .seconds(10))).status == 404)
        }
    }

    @Test("a port that is taken costs a warning, and no process") func taken() async throws {
        try await withServer(isWell: true) { client, address in
            let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
            let recorder = LogRecorder()
            let well = TelemetryServer.Condition(isWell: true, document: "{}")
            let second = TelemetryServer(
                host: "127.0.0.1", port: port,
                reports: TelemetryServer.Reports(health: { well }, readiness: { well }, metrics: { "" }), logger: recorder.logger)
            let running = Task { try await second.run() }
            await recorder.wait(for: 1, of: "no metrics: their port cannot be had")
            running.cancel()
            _ = try? await running.value
        }
    }
}
