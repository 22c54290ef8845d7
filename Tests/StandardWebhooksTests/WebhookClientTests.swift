import Foundation
import HTTPTestSupport
import RefineryModel
import StandardWebhooks
import Testing

@Suite("Sending to webhooks", .timeLimit(.minutes(5))) struct WebhookClientTests {
    private static func message(_ url: String, isPrivate: Bool = true) -> WebhookMessage {
        WebhookMessage(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", url: url, secret: WebhookKey.example, type: "worker.lost",
            timestamp: "2026-11-28T10:00:00.000Z",
            data: AlertKind.workerLost.document(["count": 1, "workers": []]), allowsPrivate: isPrivate)
    }

    private static let package = "standardwebhooks"

    @Test(
        "the library of the specification's authors takes a message",
        .enabled(if: PythonScript.isNeeded(package: package), "needs the package"))
    func library() async throws {
        let server = try LoopbackServer { $0.respond(204) }
        defer { server.stop() }
        let outcome = await WebhookClient().send(Self.message(server.url + "/hook"))
        #expect(outcome == .delivered(status: 204))
        let request = try #require(server.requests.first)
        #expect(request.method == "POST" && request.target == "/hook" && request.headers["content-type"] == "application/json")
        let header = { (name: String) in request.headers[name] ?? "" }
        let output = try await PythonScript.run(
            "verify_message.py",
            [
                WebhookKey.example, header("webhook-id"), header("webhook-timestamp"), header("webhook-signature"),
                Data(request.body).base64EncodedString(),
            ], tests: #filePath)
        #expect(
            String(decoding: output, as: UTF8.self)
                == "worker.lost|2026-11-28T10:00:00.000Z|1 process of the fleet ended or hung without a word.")
    }

    @Test("a redirect is not followed, whatever its status", arguments: [301, 302, 303, 307, 308])
    func redirects(status: Int) async throws {
        let other = try LoopbackServer { $0.respond(200) }
        defer { other.stop() }
        let server = try LoopbackServer { $0.respond(status, headers: [("Location", other.url)]) }
        defer { server.stop() }
        guard case .failed(status, let reason, nil) = await WebhookClient().send(Self.message(server.url)) else {
            Issue.record("it was taken")
            return
        }
        #expect(reason.contains("redirect") && other.connections == 0 && server.requests.count == 1)
    }

    @Test("410 is the end, 429 says when to come again, and the rest is tried again") func statuses() async throws {
        for (status, wanted) in [
            (200, WebhookOutcome.delivered(status: 200)), (410, .gone(status: 410)),
            (429, .failed(status: 429, reason: "It answers with status 429.", after: .seconds(7))),
            (500, .failed(status: 500, reason: "It answers with status 500.", after: nil)),
        ] {
            let server = try LoopbackServer { $0.respond(status, headers: status == 429 ? [("Retry-After", "7")] : []) }
            defer { server.stop() }
            #expect(await WebhookClient().send(Self.message(server.url)) == wanted)
        }
    }

    /// Every way to write an address of this machine or its network; a name is looked at when a connection is made, so one that stood for
    /// another address when the webhook was added is refused as well.
    @Test(
        "private addresses are refused before a byte leaves, whatever stands for them",
        arguments: ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"])
    func privateAddresses(host: String) async throws {
        let server = try LoopbackServer { $0.respond(200) }
        defer { server.stop() }
        guard
            case .failed(nil, let reason, nil) = await WebhookClient().send(Self.message("http://\(host):\(server.port)", isPrivate: false))
        else {
            Issue.record("it was taken")
            return
        }
        #expect(reason.contains("is an address of this machine or of its network"), "\(reason)")
        #expect(server.connections == 0)
    }

    @Test("a connection that another webhook may have is not used by one that may not") func reuse() async throws {
        let server = try LoopbackServer { $0.respond(200) }
        defer { server.stop() }
        let client = WebhookClient()
        #expect(await client.send(Self.message(server.url)) == .delivered(status: 200))
        if case .delivered = await client.send(Self.message(server.url, isPrivate: false)) { Issue.record("it went there") }
        #expect(server.requests.count == 1)
    }

    @Test("an answer without an end, and one that does not come, cost no more than a limit") func limits() async throws {
        let long = try LoopbackServer { exchange in
            exchange.connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
            exchange.connection.write(String(repeating: "x", count: 1 << 20))
        }
        defer { long.stop() }
        guard case .failed(nil, "The answer is too long.", nil) = await WebhookClient().send(Self.message(long.url)) else {
            Issue.record("it was taken")
            return
        }
        let silent = try LoopbackServer { _ in }
        defer { silent.stop() }
        guard case .failed(nil, let reason, nil) = await WebhookClient(timeout: .milliseconds(200)).send(Self.message(silent.url)) else {
            Issue.record("it was taken")
            return
        }
        #expect(reason.contains("no complete answer"))
    }
}
