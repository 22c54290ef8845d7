import HTTPClient
import HTTPTestSupport
import RefineryModel
import Secrets
import SourceFeed
import Testing

@Suite("Feed") struct FeedClientTests {
    private let quick = Backoff(base: .milliseconds(1), ceiling: .milliseconds(1))

    private func download(
        _ server: LoopbackServer, path: String = "/list?page=1", _ authentication: FeedConfiguration.Authentication = .none
    ) async throws -> (text: String, totals: FeedClient.Totals) {
        let client = FeedClient(
            http: HTTPClient(),
            configuration: FeedConfiguration(
                endpoint: server.url + path, authentication: authentication, requestsPerMinute: 60_000, burst: 100, attempts: 3,
                retry: quick))
        var bytes: [UInt8] = []
        let totals = try await client.download { bytes += $0 }
        return (String(decoding: bytes, as: UTF8.self), totals)
    }

    @Test("makes one file of all pages: one header, one row a line, however pages end") func pages() async throws {
        let server = try LoopbackServer { exchange in
            switch exchange.request.target {
            case "/list?page=1": exchange.respond(headers: [("Link", "<?page=2>; rel=\"next\"")], "\"Na\nme\",Phone\r\nAcme,1")
            case "/list?page=2":
                exchange.respond(
                    headers: [("Link", "</last>; title=x; rel=next, </list>; rel=\"first\"")], "\u{FEFF}\"Na\nme\",Phone\nBolt,2\n")
            case "/last": exchange.respond(200, "\"Na\nme\",Phone\n")
            default: exchange.respond(404)
            }
        }
        defer { server.stop() }
        let (text, totals) = try await download(server)
        #expect(text == "\"Na\nme\",Phone\r\nAcme,1\nBolt,2\n")
        #expect(totals.pages == 3 && totals.bytes == Int64(text.utf8.count))
    }

    @Test("sends the key as it is told, to the server that it is for and to no other") func keys() async throws {
        let server = try LoopbackServer { exchange in
            exchange.respond(headers: exchange.number == 4 ? [("Link", "<http://127.0.0.1:1/x>; rel=next")] : [], "A\n1\n")
        }
        defer { server.stop() }
        _ = try await download(server, .header(name: "X-Vendor-Key", key: Secret("k1")))
        _ = try await download(server, .bearer(Secret("k2")))
        _ = try await download(server, .basic(Secret("user:k:3")))
        await #expect(throws: FeedFault.astray(page: 1)) { try await download(server, .bearer(Secret("k4"))) }
        #expect(server.requests[0].headers["x-vendor-key"] == "k1")
        #expect(server.requests[1].headers["authorization"] == "Bearer k2")
        #expect(server.requests[2].headers["authorization"] == "Basic dXNlcjprOjM=")
        #expect(server.requests.count == 4)
    }

    @Test("asks again for a page that cannot be had, and gives up in the end") func retries() async throws {
        let server = try LoopbackServer { exchange in
            switch exchange.number {
            case 1: exchange.respond(503, headers: [("Retry-After", "0")])
            case 2: exchange.respond(429)
            case 3: exchange.respond(200, "A\n1\n")
            default: exchange.respond(500)
            }
        }
        defer { server.stop() }
        #expect(try await download(server).text == "A\n1\n")
        await #expect(throws: FeedFault.unavailable(target: server.url, page: 1, reason: "HTTP 500.")) { try await download(server) }
        #expect(server.requests.count == 6)
    }

    @Test("a refused key, another kind of answer, other columns and a circle end it with a word of their own") func faults() async throws {
        let server = try LoopbackServer { exchange in
            switch exchange.request.target {
            case "/refused": exchange.respond(401)
            case "/json": exchange.respond(headers: [("Content-Type", "application/json")], "{}")
            case "/gone": exchange.respond(410)
            case "/columns": exchange.respond(headers: [("Link", "</other>; rel=next")], "A\n1\n")
            case "/circle": exchange.respond(headers: [("Link", "</circle>; rel=next")], "A\n1\n")
            default: exchange.respond(200, "B\n2\n")
            }
        }
        defer { server.stop() }
        await #expect(throws: FeedFault.refused(target: server.url, status: 401)) { try await download(server, path: "/refused") }
        for (path, reason) in [("/json", "it is application/json, not text/csv."), ("/gone", "HTTP 410.")] {
            await #expect(throws: FeedFault.unexpected(target: server.url, page: 1, reason: reason)) {
                try await download(server, path: path)
            }
        }
        await #expect(throws: FeedFault.otherColumns(page: 2)) { try await download(server, path: "/columns") }
        await #expect(throws: FeedFault.astray(page: 1)) { try await download(server, path: "/circle") }
        #expect(FeedFault.refused(target: "x", status: 401).kind == .configuration)
    }
}
