import Foundation
import HTTPClient
import RefineryTestSupport
import Testing

@Suite("Metrics, health and alerts", .timeLimit(.minutes(6))) struct TelemetryTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Runs `body` beside a process that answers on a port of its own.
    private func withProcess(
        _ role: String, _ program: Program,
        _ body: (_ get: (String) async throws -> (status: Int, text: String), _ port: Int) async throws -> Void
    ) async throws {
        let port = Int.random(in: 20_000...60_000)
        let running = try program.start(role, environment: ["METRICS_PORT": "\(port)"])
        let client = HTTPClient(HTTPClientConfiguration())
        defer { client.shutDown() }
        let get = { (path: String) async throws -> (status: Int, text: String) in
            let response = try await client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)\(path)", timeout: .seconds(10)))
            return (Int(response.status), String(decoding: response.body, as: UTF8.self))
        }
        while running.isRunning {
            if let health = try? await get("/health"), health.status == 200 { break }
            await Task.yield()
        }
        try await body(get, port)
        running.send(SIGTERM)
        #expect(try await running.end().status == 0)
    }

    @Test("every process says how it is, and what the fleet does", arguments: ["coordinator", "worker"]) func process(role: String)
        async throws
    {
        try await withProgram { program in
            try await withProcess(role, program) { get, _ in
                let ready = try await get("/ready")
                #expect(ready.status == 200 && ready.text.contains("\"ready\""))
                // It is ready a moment before the fleet knows it, and what the fleet does is looked at now and then.
                var metrics = try await get("/metrics").text
                while !metrics.contains("refinery_workers{role=\"\(role)\"} 1\n") { metrics = try await get("/metrics").text }
                for line in [
                    "refinery_build_info{version=", "refinery_leases_lost_total 0\n", "refinery_jobs{stage=\"refine\",state=\"ready\"} 0\n",
                    "refinery_workers{role=\"\(role)\"} 1\n", "refinery_oldest_ready_job_age_seconds{stage=\"refine\"} 0\n",
                ] {
                    #expect(metrics.contains(line), "\(line) is not in \(metrics)")
                }
            }
            let printed = try await program.run("metrics")
            #expect(printed.status == 0 && printed.output.contains("# TYPE refinery_jobs gauge\n"))
        }
    }

    @Test("a database of another schema makes a process not ready, and no less healthy") func notReady() async throws {
        try await withProgram { program in
            try await withProcess("worker", program) { get, _ in
                try await program.database.execute("ALTER TABLE refinery.schema_migrations RENAME TO hidden")
                let ready = try await get("/ready")
                #expect(ready.status == 503 && ready.text.contains("reason"))
                #expect(try await get("/health").status == 200)
                try await program.database.execute("ALTER TABLE refinery.hidden RENAME TO schema_migrations")
                #expect(try await get("/ready").status == 200)
            }
        }
    }

    @Test("health asks the process of its METRICS_PORT, whatever the database is, and the database where none is set") func health()
        async throws
    {
        try await withProgram { program in
            try await withProcess("worker", program) { _, port in
                let away = ["METRICS_PORT": "\(port)", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"]
                let well = try await program.run("health", environment: away)
                #expect(well.status == 0, "\(well.errors)")
                #expect(
                    try await program.run("health", environment: ["DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"]).status == 69)
            }
            let silent = try await program.run("health", environment: ["METRICS_PORT": "1"])
            #expect(silent.status == 69, "the database is well, the process is not there")
            #expect(try await program.run("health").status == 0)
        }
    }

    @Test("promtool takes the alerts and what they are tested with, and the expressions of the dashboard") func rules() async throws {
        let promtool = RefineryBinary(path: "/usr/bin/promtool")
        try #require(FileManager.default.isExecutableFile(atPath: promtool.path), "promtool is missing: scripts/setup installs it")
        let folder = Self.root.appending(path: "deploy/prometheus")
        for words in [["check", "rules", folder.path + "/alerts.yaml"], ["test", "rules", folder.path + "/alerts_test.yaml"]] {
            let outcome = try await promtool.run(words)
            #expect(outcome.status == 0, "\(words): \(outcome.output)\(outcome.errors)")
        }
        let data = try Data(contentsOf: Self.root.appending(path: "deploy/grafana/refinery.json"))
        let dashboard = try JSONDecoder().decode([String: PrintedJSON].self, from: data)
        guard case .array(let panels) = dashboard["panels"] else { throw CocoaError(.coderReadCorrupt) }
        var rules = "groups:\n  - name: dashboard\n    rules:\n"
        var ids: Set<Int> = []
        for case .object(let panel) in panels {
            #expect(ids.insert(try #require(panel["id"]?.number)).inserted, "ids of panels are distinct")
            guard case .array(let targets) = panel["targets"] else { continue }
            for case .object(let target) in targets {
                let expression = try #require(target["expr"]?.text).replacing("$__rate_interval", with: "5m")
                rules += "      - {record: 'x:y:z', expr: '\(expression)'}\n"
            }
        }
        try await withProgram { program in
            let outcome = try await promtool.run(["check", "rules", "--lint=none", try program.file("rules.yaml", rules)])
            #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        }
    }

    @Test("a real Prometheus reads what a process tells") func scrape() async throws {
        let prometheus = RefineryBinary(path: "/usr/bin/prometheus")
        try #require(FileManager.default.isExecutableFile(atPath: prometheus.path), "Prometheus is missing: scripts/setup installs it")
        try await withProgram { program in
            try await withProcess("worker", program) { _, port in
                let own = Int.random(in: 20_000...60_000)
                let settings = """
                    global: {scrape_interval: 1s}
                    rule_files: [\(Self.root.path)/deploy/prometheus/alerts.yaml]
                    scrape_configs: [{job_name: refinery, static_configs: [{targets: ['127.0.0.1:\(port)']}]}]
                    """
                let running = try prometheus.start([
                    "--config.file=\(try program.file("prometheus.yaml", settings))", "--storage.tsdb.path=\(program.path("data"))",
                    "--web.listen-address=127.0.0.1:\(own)",
                ])
                let client = HTTPClient(HTTPClientConfiguration())
                defer { client.shutDown() }
                var answer = ""
                while running.isRunning, !answer.contains(#""1""#) {
                    let query = HTTPRequest(
                        .get, "http://127.0.0.1:\(own)/api/v1/query?query=refinery_workers%7Brole%3D%22worker%22%7D", timeout: .seconds(5))
                    if let response = try? await client.send(query) { answer = String(decoding: response.body, as: UTF8.self) }
                    await Task.yield()
                }
                #expect(answer.contains(#""role":"worker""#), "\(answer)")
                running.send(SIGTERM)
                _ = try await running.end()
            }
        }
    }

    @Test("the audit log of what commands did is shown and checked, and a key is made and revoked") func access() async throws {
        try await withProgram { program in
            let created = try await program.run(
                "keys", "create", "--name", "nightly", "--scopes", "read,admin", "--expires-in", "90d", "--json")
            let id = try #require(try created.lastObject()["id"]?.text)
            let key = try #require(try created.lastObject()["key"]?.text)
            #expect(key.hasPrefix("rfk_\(id)_") && created.status == 0)
            #expect(try await program.run("keys", "create", "--name", "x", "--scopes", "everything").status == 64)
            #expect(try await program.run("keys", "create", "--name", "x", "--scopes", "read", "--expires-in", "soon").status == 64)
            #expect(try await program.run("keys", "revoke", id).output == "\(id)\n")
            #expect(try await program.run("keys", "revoke", "nobody").status == 64)
            let listed = try await program.run("keys", "list", "--json")
            #expect(try listed.lastObject()["revoked_at"]?.text != nil && !listed.output.contains(key))
            let leads = try program.file("leads.csv", "Company,Phone\nAcme,6175550123\n")
            let submitted = try await program.run("submit", leads, "--no-lookup", "--json")
            let run = try #require(try submitted.lastObject()["import_id"]?.text)
            _ = try await program.run("pause", run)
            let report = try await program.run("audit", run, "--json")
            let object = try report.lastObject()
            #expect(object["totalOperations"]?.number == 2 && object["successRate"]?.number == 100, "\(report.output)\(report.errors)")
            #expect(object["errorCount"]?.number == 0 && object["summary"]?.text != nil)
            #expect(object["operationsByType"] == .object(["import_submitted": .number(1), "import_paused": .number(1)]))
            guard case .array(let timeline) = object["timeline"], case .object(let entry) = timeline.first else {
                throw CocoaError(.coderReadCorrupt)
            }
            #expect(entry["actor"]?.text?.hasPrefix("cli:") == true)
            let verdict = try await program.run("audit", "verify")
            #expect(verdict.status == 0, "\(verdict.errors)")
            let head = verdict.output.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(try await program.run("audit", "verify", "--head", head).status == 0)
            try await program.database.execute(
                "BEGIN; SET LOCAL session_replication_role = replica; UPDATE refinery.audit_log SET message = 'x' WHERE operation = 'key_revoked'; COMMIT"
            )
            let broken = try await program.run("audit", "verify", "--json")
            #expect(broken.status == 65 && broken.output.contains("\"altered\""))
        }
    }
}
