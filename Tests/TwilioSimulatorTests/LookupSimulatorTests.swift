import Foundation
import Testing
import TwilioSimulator

@Suite("Simulator over HTTP") struct LookupSimulatorTests {
    @Test("equal numbers get equal answers, from every simulator and whatever the seed") func deterministic() async throws {
        func answers(seed: UInt64) async throws -> [Data] {
            var found: [Data] = []
            try await withSimulator(.with { $0.seed = seed }) { _, client in
                for line in 0..<40 { found.append(try await client.lookUp("+1212556\(1_000 + line)").body) }
            }
            return found
        }
        let first = try await answers(seed: 1)
        #expect(try await answers(seed: 99) == first)
        #expect(Set(first).count == 40)
    }

    @Test("every answer names the request and the requests in progress") func headers() async throws {
        try await withSimulator { _, client in
            let first = try await client.lookUp("+14155552671"), second = try await client.lookUp("+14155552671")
            #expect(first.headers["twilio-concurrent-requests"] == "1")
            let id = try #require(first.headers["twilio-request-id"])
            #expect(id.hasPrefix("RQ") && id.count == 34 && id != second.headers["twilio-request-id"])
            #expect(first.headers["content-type"]?.hasPrefix("application/json") == true)
        }
    }

    @Test("wrong credentials are 401 with Twilio's code, and arrive in the ledger") func authentication() async throws {
        try await withSimulator(credentials: Credentials(accountSID: "AC1", authToken: "right")) { simulator, client in
            var client = client
            (client.user, client.password) = ("AC1", "wrong")
            let wrong = try await client.lookUp("+14155552671")
            #expect(wrong.status == 401 && wrong.code == 20_003)
            client.user = nil
            #expect(try await client.lookUp("+14155552671").status == 401)
            (client.user, client.password) = ("AC1", "right")
            #expect(try await client.lookUp("+14155552671").status == 200)
            #expect(simulator.ledger.report.statuses == ["200": 1, "401": 2])
            #expect(simulator.ledger.report.paid == 1)
        }
    }

    @Test("the ledger counts lookups alone, prices v1 and v2, and can be reset") func ledger() async throws {
        try await withSimulator { _, client in
            _ = try await client.lookUp("+15005555001")
            _ = try await client.legacy("+15005555001")
            _ = try await client.send("GET", "/v2/PhoneNumbers/+15005555001")
            _ = try await client.send("GET", "/_control")
            _ = try await client.send("GET", "/elsewhere")
            let report = try await client.ledger()
            #expect(report.requests == 3 && report.distinctNumbers == 1 && report.repeated == 2)
            #expect(report.paid == 2 && report.costMicros == 13_000 && report.repeatedPaid == 1)
            let lines = String(decoding: try await client.send("GET", "/_ledger/arrivals").body, as: UTF8.self).split(separator: "\n")
            let arrivals = try lines.map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
            #expect(arrivals.count == 3 && arrivals.allSatisfy { $0["number"] as? String == "+15005555001" && $0["status"] as? Int == 200 })
            let instants = arrivals.compactMap { $0["us"] as? Int }
            #expect(instants.count == 3 && instants == instants.sorted() && Set(instants).count == 3)
            #expect(arrivals[0]["account"] as? String == client.user && arrivals[2]["cost_micros"] is NSNull)
            _ = try await client.send("DELETE", "/_ledger")
            #expect(try await client.ledger().requests == 0)
        }
    }

    @Test("invalid numbers and failures cost nothing, unless invalid ones are billed") func billing() async throws {
        try await withSimulator { simulator, client in
            _ = try await client.lookUp("+1415555")
            _ = try await client.lookUp("+15005550500")
            #expect(simulator.ledger.report.paid == 0)
            try simulator.load.change(by: #"{"bill_invalid": true}"#)
            _ = try await client.lookUp("+1415555")
            _ = try await client.legacy("+1415555")
            #expect(simulator.ledger.report.paid == 2 && simulator.ledger.report.costMicros == 13_000)
        }
    }

    @Test("one request more than the limit in progress is 429, with Retry-After when wanted") func concurrency() async throws {
        let behaviour = Behaviour.with {
            $0.concurrencyLimit = 2
            $0.retryAfter = 3
            $0.slowMilliseconds = 3_000
        }
        try await withSimulator(behaviour) { simulator, client in
            async let first = client.lookUp("+15005556004")
            async let second = client.lookUp("+15215556004")
            while try await client.ledger().inFlight < 2 {}
            let refused = try await client.lookUp("+14155552671")
            #expect(refused.status == 429 && refused.code == 20_429 && refused.headers["retry-after"] == "3")
            #expect(refused.headers["twilio-concurrent-requests"] == "3")
            try simulator.load.change(by: #"{"retry_after": null, "hide_concurrency": true}"#)
            let plain = try await client.lookUp("+14155552671").headers
            #expect(plain["retry-after"] == nil && plain["twilio-concurrent-requests"] == nil)
            let other = TestClient(port: client.port, user: "AC2")
            #expect(try await other.lookUp("+14155552671").status == 200)
            #expect(try await [first, second].map(\.status) == [200, 200])
            #expect(try await client.lookUp("+14155552671").status == 200)
            let report = simulator.ledger.report
            #expect(report.refused == 2 && report.inFlightMax == 3 && report.inFlight == 0)
        }
    }

    @Test("ends while connections arrive, and ends nothing but itself") func arriving() async throws {
        for _ in 0..<20 {
            let clients = try await LookupSimulator.running { _, port in
                (0..<40).map { _ in Task { _ = try? await TestClient(port: port).lookUp("+14155552671") } }
            }
            for client in clients { await client.value }
        }
    }

    @Test("behaviour is read and changed while it runs, and what is wrong with a change is said") func control() async throws {
        try await withSimulator(.with { $0.latencyMilliseconds = 1 }) { _, client in
            let changed = try await client.send("PUT", "/_control", body: #"{"rate_429": 1, "retry_after": 7}"#)
            #expect(changed.status == 200 && changed.json["rate_429"] as? Double == 1 && changed.json["latency_ms"] as? Double == 1)
            let refused = try await client.lookUp("+14155552671")
            #expect(refused.status == 429 && refused.headers["retry-after"] == "7")
            let wrong = try await client.send("PUT", "/_control", body: #"{"rate_420": 1}"#)
            #expect(wrong.status == 400 && (wrong.json["error"] as? String)?.contains("rate_420") == true)
            #expect(try await client.send("GET", "/_control").json["rate_429"] as? Double == 1)
            let initial = try await client.send("DELETE", "/_control")
            #expect(initial.json["rate_429"] as? Double == 0 && initial.json["latency_ms"] as? Double == 1)
            #expect(try await client.lookUp("+14155552671").status == 200)
        }
    }

    @Test("a connection that is reset, cut off or broken off gives no whole answer") func broken() async throws {
        try await withSimulator { simulator, client in
            await #expect(throws: POSIXError(.ECONNRESET)) { _ = try await client.lookUp("+15005556002") }
            await #expect(throws: TestClient.Incomplete.self) { _ = try await client.lookUp("+15005556005") }
            let broken = try await client.lookUp("+15005556001")
            #expect(broken.status == 200 && !broken.body.isEmpty && broken.json.isEmpty)
            #expect(try await client.lookUp("+15005556006").body.isEmpty)
            #expect(simulator.ledger.report.statuses == ["reset": 1, "200": 3])
            #expect(simulator.ledger.report.inFlight == 0)
        }
    }

    @Test("a dripping answer comes whole, only later") func drip() async throws {
        let behaviour = Behaviour.with {
            $0.dripBytes = 100
            $0.dripMilliseconds = 20
        }
        try await withSimulator(behaviour) { _, client in
            let begin = ContinuousClock.now
            let answer = try await client.lookUp("+15005556003")
            #expect(answer.json["valid"] as? Bool == true)
            #expect(.now - begin > .milliseconds(100))
        }
    }

    @Test("a number with an 8 fails once and is a mobile from then on") func once() async throws {
        try await withSimulator { _, client in
            #expect(try await client.lookUp("+15005558503").status == 503)
            let second = try await client.lookUp("+15005558503")
            #expect(second.status == 200 && second["line_type_intelligence"]["type"] as? String == "mobile")
            #expect(try await client.lookUp("+15005558608")["line_type_intelligence"]["error_code"] as? Int == 60_608)
            _ = try await client.send("DELETE", "/_ledger")
            #expect(try await client.lookUp("+15005558503").status == 503)
        }
    }

    @Test("latency is waited for") func latency() async throws {
        try await withSimulator(.with { $0.latencyMilliseconds = 120 }) { _, client in
            let begin = ContinuousClock.now
            _ = try await client.lookUp("+14155552671")
            #expect(.now - begin >= .milliseconds(120))
        }
    }

    @Test("ends although connections are kept open") func open() async throws {
        var connections: [TestConnection] = []
        defer { for connection in connections { connection.close() } }
        try await withSimulator { _, client in
            for _ in 0..<3 {
                let connection = try TestConnection(port: client.port)
                connections.append(connection)
                try connection.write(Data("GET /_control HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8))
            }
            _ = try await client.send("GET", "/_control")
        }
    }

    @Test("ends in the middle of a stream of requests", .timeLimit(.minutes(2))) func flood() async throws {
        for _ in 0..<20 {
            try await withThrowingTaskGroup(of: Void.self) { clients in
                try await withSimulator { simulator, client in
                    for number in 0..<8 { clients.addTask { await TestConnection.flood(port: client.port, number: number) } }
                    while simulator.ledger.report.requests < 50 { await Task.yield() }
                }
                try await clients.waitForAll()
            }
        }
    }

    @Test("only GET looks up") func method() async throws {
        try await withSimulator { _, client in
            let answer = try await client.send("POST", "/v2/PhoneNumbers/+14155552671", body: "x=1")
            #expect(answer.status == 405 && answer.code == 20_004)
        }
    }
}
