import Foundation
import HTTPTestSupport
import Testing

@testable import HTTPClient

@Suite("HTTP client and proxies") struct HTTPClientProxyTests {
    @Test("the environment says which proxy, and for what none") func environment() async {
        // In a process of its own: the environment belongs to all threads.
        await #expect(processExitsWith: .success) {
            let proxy = try LoopbackServer { $0.respond(200, "proxy") }
            defer { proxy.stop() }
            let server = try LoopbackServer { $0.respond(200, "server") }
            defer { server.stop() }
            setenv("http_proxy", proxy.url, 1)
            setenv("no_proxy", "127.0.0.1", 1)
            let client = HTTPClient()
            let through = try await client.send(HTTPRequest(.get, "http://lookups.invalid/path"))
            let past = try await client.send(HTTPRequest(.get, "\(server.url)/path"))
            #expect(String(decoding: through.body, as: UTF8.self) == "proxy")
            #expect(proxy.requests.map(\.target) == ["http://lookups.invalid/path"])
            #expect(String(decoding: past.body, as: UTF8.self) == "server")
            #expect(server.requests.map(\.target) == ["/path"])
        }
    }

    @Test("a proxy that refuses the tunnel is a request that never left") func tunnel() async {
        await #expect(processExitsWith: .success) {
            let proxy = try LoopbackServer { exchange in
                exchange.respond(407)
                exchange.connection.close()
            }
            defer { proxy.stop() }
            setenv("https_proxy", proxy.url, 1)
            let client = HTTPClient()
            let error = await #expect(throws: HTTPClientError.self) {
                try await client.send(HTTPRequest(.get, "https://lookups.invalid/secret"))
            }
            #expect(error?.mayHaveBeenSent == false)
            #expect(proxy.requests.map(\.method) == ["CONNECT"])
            #expect(error.map { "\($0)".contains("secret") } == false)
        }
    }
}
