import Foundation
import HTTPTestSupport
import Testing
import TwilioSimulator

#if canImport(Glibc)
import Glibc
#endif

@Suite("The program twilio-simulator") struct ProgramTests {
    @Test("says where it listens, takes its behaviour from flags, ends at a signal with 0", arguments: [SIGTERM, SIGINT])
    func signals(signal: Int32) async throws {
        let program = try SimulatorProgram(
            "twilio-simulator", ["--port", "0", "--concurrency-limit", "7", "--latency-ms", "2", "--slow-ms", "60000"])
        defer { program.kill() }
        let line = try #require(await program.firstLine())
        let port = try #require(line.hasPrefix("listening on 127.0.0.1:") ? Int(line.split(separator: ":").last!) : nil, "\(line)")
        let client = TestClient(port: port)
        #expect(try await client.send("GET", "/_control").json["concurrency_limit"] as? Int == 7)
        #expect(try await client.lookUp("+15005555001").status == 200)
        // Neither a connection that is kept open nor an answer that takes a minute holds the program up.
        let slow = Task { try await client.lookUp("+15005556004") }
        while try await client.ledger().inFlight == 0 {}
        #expect(await program.end(signal) == 0)
        await #expect(throws: (any Error).self) { _ = try await slow.value }
    }

    @Test(
        "refuses flags that make no sense",
        arguments: [["--rate-429", "2"], ["--port", "70000"], ["--latency-p99-ms", "10"], ["--unknown"]])
    func wrong(arguments: [String]) async throws {
        let program = try SimulatorProgram("twilio-simulator", arguments)
        defer { program.kill() }
        #expect(await program.status() == 64)
    }

    @Test("says what to do when the port is taken") func taken() async throws {
        try await withSimulator { _, client in
            let program = try SimulatorProgram("twilio-simulator", ["--port", "\(client.port)"])
            defer { program.kill() }
            #expect(await program.status() == 69)
        }
    }
}
