import Foundation
import HTTPClient
import HTTPTestSupport
import ProviderSimulator
import Testing

@Suite("The program provider-simulator") struct ProviderSimulatorProgramTests {
    @Test("says where it listens, takes its behaviour from flags, answers about its ledger, ends at a signal with 0") func listens()
        async throws
    {
        let program = try SimulatorProgram("provider-simulator", ["--port", "0", "--miss-share", "0.5"])
        defer { program.kill() }
        let line = try #require(await program.firstLine())
        let address = try #require(line.split(separator: " ").last)
        #expect(line.hasPrefix("listening on 127.0.0.1:"))
        let http = HTTPClient()
        let control = try await http.send(HTTPRequest(.get, "http://\(address)/_control"))
        #expect(String(decoding: control.body, as: UTF8.self).contains("\"miss_share\":0.5"))
        let ledger = try await http.send(HTTPRequest(.get, "http://\(address)/_ledger"))
        #expect(try JSONDecoder().decode(ProviderLedger.Report.self, from: Data(ledger.body)).paid == 0)
        #expect(await program.end(SIGTERM) == 0)
    }

    @Test(
        "refuses flags that make no sense",
        arguments: [["--rate-429", "2"], ["--port", "70000"], ["--rate-slow", "0.6", "--rate-wrong", "0.6"]])
    func wrong(arguments: [String]) async throws {
        let program = try SimulatorProgram("provider-simulator", arguments)
        defer { program.kill() }
        #expect(await program.status() == 64)
    }
}
