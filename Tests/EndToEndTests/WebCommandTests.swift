import Foundation
import HTTPClient
import RefineryTestSupport
import SampleFiles
import Testing

@Suite("refinery web, asked by curl", .timeLimit(.minutes(3))) struct WebCommandTests {
    /// A web process of the program.
    private struct Web {
        let program: Program
        let running: RunningProgram
        let address: String

        func ask(_ path: String, _ key: Key?, _ arguments: String...) async throws -> CurlAnswer {
            try await CurlAnswer.ask(address + path, token: key?.text, arguments)
        }
    }

    private struct Key {
        let id: String
        let text: String

        /// Makes one, as people do.
        init(_ program: Program, _ scopes: String) async throws {
            let made = try await program.run("keys", "create", "--name", scopes, "--scopes", scopes, "--json")
            #expect(made.status == 0, "\(made.errors)")
            let object = try made.lastObject()
            id = try #require(object["id"]?.text)
            text = try #require(object["key"]?.text)
        }

        init(id: String, text: String) { (self.id, self.text) = (id, text) }

        /// One whose secret is another.
        var falsified: Key { Key(id: id, text: String(text.dropLast()) + (text.hasSuffix("a") ? "b" : "a")) }
    }

    private func withWeb(
        _ environment: [String: String] = [:], _ body: (Web) async throws -> Void, then check: (ProgramOutcome) -> Void = { _ in }
    ) async throws {
        try await withProgram { program in
            let running = try program.start("web", "--port", "0", environment: environment)
            var address: String?
            while address == nil {
                try #require(running.isRunning)
                address = running.outputSoFar.firstMatch(of: #/listening on (http:\/\/127\.0\.0\.1:\d+)\n/#).map { String($0.output.1) }
                await Task.yield()
            }
            try await body(Web(program: program, running: running, address: try #require(address)))
            if running.isRunning { running.send(SIGTERM) }
            let outcome = try await running.end()
            #expect(outcome.status == 0)
            check(outcome)
        }
    }

    @Test("a file is uploaded, listed, paused, resumed and refined, and the audit log names the key") func upload() async throws {
        try await withWeb { web in
            let (program, database) = (web.program, web.program.database)
            let admin = try await Key(program, "admin")
            let reader = try await Key(program, "read")
            let path = try program.file("leads.csv", SampleGenerator(rows: 500, seed: 3))
            #expect(try await web.ask("/api/v1/imports/", reader, "-T", path).status == 403)
            let made = try await web.ask("/api/v1/imports?name=leads.csv", admin, "-X", "POST", "-T", path)
            #expect(made.status == 201, "\(made.body)")
            let id = try #require(made.object["import_id"]?.text)
            guard case .object(let listed)? = try await web.ask("/api/v1/imports", reader).items.first else {
                Issue.record("nothing is listed")
                return
            }
            #expect(listed["import_id"]?.text == id && listed["file_name"]?.text == "leads.csv")
            let item = "/api/v1/imports/\(id)"
            #expect(try await web.ask("\(item)/pause", reader, "-X", "POST").status == 403)
            #expect(try await web.ask("\(item)/pause", admin, "-X", "POST").object["status"]?.text == "paused")
            #expect(try await web.ask("\(item)/resume", admin, "-X", "POST").object["status"]?.text == "running")

            let fleet = [try program.start("coordinator"), try program.start("worker")]
            var status: String?
            while status != "completed" {
                for process in fleet { try #require(process.isRunning) }
                status = try await web.ask(item, reader).object["status"]?.text
                try #require(["running", "completed"].contains(status), "it is \(status ?? "gone")")
            }
            for process in fleet { process.send(SIGTERM) }
            for process in fleet { #expect(try await process.end().status == 0) }

            let rejected = try #require(try await web.ask(item, reader).object["rejected"]?.number)
            let masked = try await web.ask("\(item)/rejects?limit=500", reader)
            #expect(masked.items.count == rejected && rejected > 0)
            #expect(masked.body.contains("•••"))
            let revealed = "SELECT count(*) FROM refinery.audit_log WHERE operation = 'rejects_revealed' AND run_id = '\(id)'"
            #expect(try await database.number(revealed) == 0)
            let shown = try await web.ask("\(item)/rejects?limit=500", admin)
            #expect(shown.items.count == rejected && !shown.body.contains("•••"))
            #expect(try await database.number("\(revealed) AND actor = 'key:\(admin.id)'") == 1)
            for path in ["batches", "records", "duplicates"] {
                #expect(try await !web.ask("\(item)/\(path)", reader).items.isEmpty, "\(path)")
            }
            for operation in ["import_submitted", "import_paused", "import_resumed"] {
                #expect(
                    try await database.number(
                        """
                        SELECT count(*) FROM refinery.audit_log
                         WHERE run_id = '\(id)' AND operation = '\(operation)' AND actor = 'key:\(admin.id)'
                        """) == 1, "\(operation)")
            }
        }
    }

    @Test("a key that is missing, wrong, expired or revoked gets the same answer") func refusals() async throws {
        try await withWeb { web in
            let (program, database) = (web.program, web.program.database)
            let valid = try await Key(program, "read")
            let expired = try await Key(program, "read")
            let revoked = try await Key(program, "read")
            try await database.execute(
                """
                UPDATE refinery.api_keys SET created_at = created_at - interval '2 days', expires_at = now() - interval '1 day'
                 WHERE id = '\(expired.id)'
                """)
            #expect(try await program.run("keys", "revoke", revoked.id).status == 0)
            #expect(try await web.ask("/api/v1/imports", valid).status == 200)
            var bodies: Set<String> = []
            for key in [nil, Key(id: "", text: "rfk_nothing"), valid.falsified, expired, revoked] {
                let answer = try await web.ask("/api/v1/imports", key)
                #expect(answer.status == 401 && answer.headers["www-authenticate"] == "Bearer realm=\"refinery\"")
                // Only what tells one request from another differs.
                let supportID = try #require(answer.object["supportId"]?.text)
                bodies.insert(answer.body.replacingOccurrences(of: supportID, with: ""))
            }
            #expect(bodies.count == 1)
        }
    }

    @Test("says without a key how it is, and what the fleet does") func probes() async throws {
        try await withWeb { web in
            #expect(try await web.ask("/health", nil).object["role"]?.text == "web")
            #expect(try await web.ask("/ready", nil).object["status"]?.text == "ready")
            let metrics = try await web.ask("/metrics", nil)
            #expect(metrics.status == 200 && metrics.body.contains("refinery_jobs{stage=\"refine\",state=\"ready\"} 0\n"))
            try await web.program.database.execute("ALTER TABLE refinery.schema_migrations RENAME TO hidden")
            #expect(try await web.ask("/ready", nil).status == 503)
            #expect(try await web.ask("/health", nil).status == 200)
        }
    }

    @Test("no key stands in what it logs, at any level, however it was shown") func secrets() async throws {
        var shown: [String] = []
        try await withWeb(["LOG_LEVEL": "trace"]) { web in
            let valid = try await Key(web.program, "read")
            for key in [valid, valid.falsified] {
                _ = try await web.ask("/api/v1/imports", key)
                _ = try await web.ask("/api/v1/imports?key=\(key.text)", nil)
                // One that is granted says more than text.
                _ = try? await web.ask(
                    "/api/v1/ws", nil, "-H", "Connection: Upgrade", "-H", "Upgrade: websocket", "-H", "Sec-WebSocket-Version: 13", "-H",
                    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "-H", "Sec-WebSocket-Protocol: refinery.key.\(key.text)", "--max-time",
                    "1")
                shown.append(String(key.text.split(separator: "_")[2]))
            }
            // What fails inside is logged with its path.
            try await web.program.database.execute("ALTER TABLE refinery.runs RENAME TO hidden")
            #expect(try await web.ask("/api/v1/imports?key=\(valid.text)", valid).status == 500)
        } then: { outcome in
            #expect(outcome.errors.contains("request failed"))
            for secret in shown { #expect(!outcome.errors.contains(secret) && !outcome.output.contains(secret)) }
        }
    }

    /// Follows events over 100 connections, says `open` when all are, and when all have ended what the last bytes of each were, as hex.
    private static let followers = #"""
        import asyncio, sys

        port, path, key, fields = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4].replace("|", "\r\n")

        async def follow(opened):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {key}\r\n{fields}\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            opened.append(head.split(b" ")[1])
            last = b""
            while piece := await reader.read(65536):
                last = (last + piece)[-4:]
            return last.hex()

        async def main():
            opened = []
            tasks = [asyncio.create_task(follow(opened)) for _ in range(100)]
            while len(opened) < 100 and not any(task.done() for task in tasks):
                await asyncio.sleep(0.01)
            print("open", *set(status.decode() for status in opened), flush=True)
            print(*set(await asyncio.gather(*tasks)), flush=True)

        asyncio.run(main())
        """#

    @Test(
        "ends within five seconds of SIGTERM though 100 clients follow events and say nothing, and takes leave of each",
        arguments: [
            (
                "/api/v1/ws",
                "Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==|",
                // A close frame with the code 1001; the end of the last chunk.
                "101", "880203e9"
            ),
            ("/api/v1/events", "", "200", "0d0a0d0a"),
        ])
    func openStreams(path: String, fields: String, status: String, farewell: String) async throws {
        try await withWeb { web in
            let key = try await Key(web.program, "read")
            let port = try #require(web.address.split(separator: ":").last)
            let clients = try RefineryBinary(path: "/usr/bin/python3").start(["-c", Self.followers, "\(port)", path, key.text, fields])
            while !clients.outputSoFar.contains("\n") {
                try #require(clients.isRunning)
                await Task.yield()
            }
            let start = ContinuousClock.now
            web.running.send(SIGTERM)
            #expect(try await web.running.end().status == 0)
            #expect(start.duration(to: .now) < .seconds(5))
            let outcome = try await clients.end()
            #expect(outcome.status == 0 && outcome.lines == ["open \(status)", Substring(farewell)], "\(outcome.output)\(outcome.errors)")
        }
    }

    @Test("what is wrong with a key takes as long to find out, whatever it is") func timing() async throws {
        try await withWeb { web in
            let (program, database) = (web.program, web.program.database)
            let valid = try await Key(program, "read")
            let (expired, revoked) = (try await Key(program, "read"), try await Key(program, "read"))
            try await database.execute(
                """
                UPDATE refinery.api_keys SET created_at = created_at - interval '2 days', expires_at = now() - interval '1 day'
                 WHERE id = '\(expired.id)'
                """)
            #expect(try await program.run("keys", "revoke", revoked.id).status == 0)
            let unknown = "rfk_aaaaaaaaaaaa_" + valid.text.split(separator: "_")[2]
            let client = HTTPClient()
            defer { client.shutDown() }
            var times: [String: [Int64]] = [:]
            // In turn, so that what the machine does beside it is in all of them alike.
            for _ in 0..<60 {
                for (what, key) in [
                    ("unknown", unknown), ("wrong", valid.falsified.text), ("expired", expired.text), ("revoked", revoked.text),
                    ("none", "x"),
                ] {
                    let answer = try await client.send(
                        HTTPRequest(.get, web.address + "/api/v1/imports", headers: [HTTPHeader("Authorization", "Bearer \(key)")]))
                    #expect(answer.status == 401 || answer.status == 429)
                    times[what, default: []].append(answer.totalMicroseconds)
                }
            }
            // The quickest of each: what the machine does beside it only adds.
            let quickest = times.mapValues { $0.min() ?? 0 }
            let (least, most) = (quickest.values.min() ?? 0, quickest.values.max() ?? 0)
            #expect(most - least < max(1500, least / 2), "\(quickest)")
        }
    }
}
