import Foundation
import HTTPClient
import HTTPTestSupport
import RefineryModel
import Testing

@testable import TwilioLookup

@Suite("Lookup client") struct TwilioLookupClientTests {
    private let validAnswer = Sample.answer(lineType: Sample.lineType("mobile"))

    private func expect(_ outcome: LookupOutcome, _ text: String, mayHaveBeenBilled: Bool) {
        guard case .retry(let reason, mayHaveBeenBilled) = outcome, reason.contains(text) else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test("asks v2 for the fields, with the credentials at once") func current() async throws {
        let answer = validAnswer
        let server = try LoopbackServer { $0.respond(200, answer) }
        defer { server.stop() }
        _ = await TwilioLookupClient.testing(server.url).look(up: Sample.number)
        _ = await TwilioLookupClient.testing(server.url + "/v2/", fields: ["caller_name", "sim_swap"]).look(up: "(500) 555", country: "US")
        _ = await TwilioLookupClient.testing(server.url, fields: []).look(up: Sample.number)
        _ = await TwilioLookupClient.testing(server.url, fields: []).look(up: "../é&", country: "a&b")
        #expect(
            server.requests.map(\.target) == [
                "/v2/PhoneNumbers/\(Sample.number)?Fields=line_type_intelligence",
                "/v2/PhoneNumbers/%28500%29%20555?Fields=caller_name,sim_swap&CountryCode=US",
                "/v2/PhoneNumbers/\(Sample.number)",
                "/v2/PhoneNumbers/..%2F%C3%A9%26?CountryCode=a%26b",
            ])
        #expect(server.requests[0].headers["authorization"] == "Basic \(Data("ACtest:token".utf8).base64EncodedString())")
        #expect(server.requests[0].headers["accept"] == "application/json")
    }

    @Test("asks v1 for the carrier") func legacy() async throws {
        let server = try LoopbackServer { $0.respond(200, Sample.legacyAnswer(carrier: "null")) }
        defer { server.stop() }
        _ = await TwilioLookupClient.testing(server.url + "/v1/PhoneNumbers/").look(up: Sample.number, country: "GB")
        _ = await TwilioLookupClient.testing(server.url + "/v1", fields: ["line_type_intelligence", "caller_name"]).look(up: Sample.number)
        #expect(
            server.requests.map(\.target) == [
                "/v1/PhoneNumbers/\(Sample.number)?Type=carrier&CountryCode=GB",
                "/v1/PhoneNumbers/\(Sample.number)?Type=carrier&Type=caller-name",
            ])
    }

    @Test("a server that cannot be reached was not paid") func unreachable() async throws {
        let (socket, port) = try LoopbackServer.listen(backlog: 1)
        close(socket)
        let outcome = await TwilioLookupClient.testing("http://127.0.0.1:\(port)").look(up: Sample.number)
        expect(outcome, "Cannot connect to", mayHaveBeenBilled: false)
        #expect(!"\(outcome)".contains(Sample.digits))
    }

    @Test("a silent server, a slow one and one that hangs up may have been paid", arguments: ["silent", "slow", "reset", "half"])
    func lost(kind: String) async throws {
        let server = try LoopbackServer { exchange in
            switch kind {
            case "silent": exchange.connection.waitUntilClosed()
            case "slow":
                exchange.connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
                exchange.connection.waitUntilClosed()
            case "reset": exchange.connection.reset()
            default:
                exchange.connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
                exchange.connection.close()
            }
        }
        defer { server.stop() }
        let outcome = await TwilioLookupClient.testing(server.url, timeoutMilliseconds: 150).look(up: Sample.number)
        expect(outcome, ["silent", "slow"].contains(kind) ? "gave no complete answer" : " broke: ", mayHaveBeenBilled: true)
        #expect(!"\(outcome)".contains(Sample.digits))
    }

    @Test("a kept connection that closes before the answer does not send the number twice") func once() async throws {
        let answer = validAnswer
        let server = try LoopbackServer { $0.number == 1 ? $0.respond(200, answer) : $0.connection.close() }
        defer { server.stop() }
        let client = TwilioLookupClient.testing(server.url)
        _ = await client.look(up: Sample.number)
        expect(await client.look(up: Sample.number), " broke: ", mayHaveBeenBilled: true)
        #expect(server.requests.count == 2)
    }

    @Test("cancelling the task ends the lookup") func cancelled() async throws {
        let (asked, sink) = AsyncStream.makeStream(of: Void.self)
        let server = try LoopbackServer { exchange in
            sink.yield()
            exchange.connection.waitUntilClosed()
        }
        defer { server.stop() }
        let task = Task { await TwilioLookupClient.testing(server.url).look(up: Sample.number) }
        for await _ in asked { break }
        task.cancel()
        #expect(await task.value == .retry(.transport(.cancelled(mayHaveBeenSent: true)), mayHaveBeenBilled: true))
    }

    @Test("fifty lookups at once each get the answer of their number") func together() async throws {
        let server = try LoopbackServer { exchange in
            exchange.respond(200, Sample.answer(lineType: Sample.lineType(String(exchange.request.target.split(separator: "/").last!))))
        }
        defer { server.stop() }
        let client = TwilioLookupClient.testing(server.url, fields: [])
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<50 {
                group.addTask {
                    guard case .answered(let answer) = await client.look(up: "+\(index)") else { return #expect(Bool(false)) }
                    #expect(answer.lineType?.name == "+\(index)")
                }
            }
        }
    }

    @Test("reading an answer takes less than a millisecond, and usually less than 40 µs") func speed() throws {
        let reader = LookupReader(version: .v2)
        let body = Array(validAnswer.utf8)
        var mobiles = 0
        let took = ContinuousClock().measure {
            for _ in 0..<2_000 where reader.read(body)?.0.lineType == .mobile { mobiles += 1 }
        }
        print("reading a lookup answer takes \(took / 2_000)")
        #expect(mobiles == 2_000)
        #expect(took < .seconds(2))
    }
}
