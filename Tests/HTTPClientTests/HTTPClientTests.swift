import Foundation
import HTTPTestSupport
import Synchronization
import Testing

@testable import HTTPClient

@Suite("HTTP client") struct HTTPClientTests {
    private let client = HTTPClient()

    @Test("answers with status, headers, body and time") func answer() async throws {
        let server = try LoopbackServer { $0.respond(404, headers: [("X-Kind", " spaced  "), ("x-kind", "second")], "not here") }
        defer { server.stop() }
        let response = try await client.send(HTTPRequest(.get, "\(server.url)/a?b=c"))
        #expect(response.status == 404)
        #expect(response.headers["x-KIND"] == "spaced")
        #expect(response.headers["x-other"] == nil)
        #expect(response.headers.all.map(\.name) == ["X-Kind", "x-kind", "Content-Length"])
        #expect(String(decoding: response.body, as: UTF8.self) == "not here")
        #expect(response.totalMicroseconds > 0)
        #expect(response.retryAfter == nil)
        let request = try #require(server.requests.first)
        #expect(request.method == "GET" && request.target == "/a?b=c")
        #expect(request.headers["user-agent"] == "refinery")
        #expect(request.headers["authorization"] == nil)
    }

    @Test("sends any body and header with the method that was asked for", arguments: HTTPMethod.allCases.filter { $0 != .head })
    func bodies(method: HTTPMethod) async throws {
        let server = try LoopbackServer { $0.respond() }
        defer { server.stop() }
        let body = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
        let headers = [HTTPHeader("X-Empty", ""), HTTPHeader("X-One", "1")]
        _ = try await client.send(HTTPRequest(method, server.url, headers: headers, body: body))
        _ = try await client.send(HTTPRequest(method, server.url, headers: [HTTPHeader("content-type", "a/b")], body: []))
        _ = try await client.send(HTTPRequest(method, server.url))
        let requests = server.requests
        #expect(requests.map(\.method) == Array(repeating: method.rawValue, count: 3))
        #expect(requests.map(\.body.count) == [100_000, 0, 0])
        #expect(requests[0].body == body)
        #expect(requests[0].headers["x-empty"] == "" && requests[0].headers["x-one"] == "1")
        #expect(requests[0].headers["content-type"] == nil && requests[0].headers["expect"] == nil)
        #expect(requests[1].headers["content-type"] == "a/b" && requests[1].headers["content-length"] == "0")
        #expect(requests[2].headers["x-one"] == nil && requests[2].headers["content-length"] == nil)
    }

    @Test("does not wait for the body of an answer to HEAD") func head() async throws {
        let server = try LoopbackServer { $0.connection.write("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n") }
        defer { server.stop() }
        let response = try await client.send(HTTPRequest(.head, server.url))
        #expect(response.headers["content-length"] == "12" && response.body.isEmpty)
    }

    @Test("sends a body larger than a megabyte without waiting for the server's leave") func largeBody() async throws {
        let server = try LoopbackServer { $0.respond() }
        defer { server.stop() }
        _ = try await client.send(HTTPRequest(.put, server.url, body: [UInt8](repeating: 7, count: 3 << 20)))
        #expect(server.requests[0].body.count == 3 << 20)
        #expect(server.requests[0].headers["expect"] == nil)
    }

    @Test("sends credentials at once, and to nobody else") func credentials() async throws {
        let server = try LoopbackServer { $0.respond() }
        defer { server.stop() }
        _ = try await client.send(HTTPRequest(.get, server.url, credentials: BasicCredentials(user: "AC1", password: "pä:ss")))
        _ = try await client.send(HTTPRequest(.get, server.url))
        #expect(server.requests[0].headers["authorization"] == "Basic \(Data("AC1:pä:ss".utf8).base64EncodedString())")
        #expect(server.requests[1].headers["authorization"] == nil)
    }

    @Test("uses a connection again") func keepAlive() async throws {
        let server = try LoopbackServer { $0.respond(200, "x") }
        defer { server.stop() }
        for _ in 0..<20 { _ = try await client.send(HTTPRequest(.get, server.url)) }
        #expect(server.connections == 1)
    }

    @Test("sends fifty at once over at most as many connections as it may") func together() async throws {
        let server = try LoopbackServer { $0.respond(200, $0.request.target) }
        defer { server.stop() }
        let client = HTTPClient(HTTPClientConfiguration(maxConnectionsPerHost: 8))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<50 {
                group.addTask {
                    for index in 0..<40 {
                        let path = "/\(task)/\(index)"
                        let response = try await client.send(HTTPRequest(.get, server.url + path))
                        #expect(String(decoding: response.body, as: UTF8.self) == path)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(server.requests.count == 2_000)
        #expect((1...8).contains(server.connections))
    }

    @Test("reads an answer in chunks, with an interim one before it") func chunks() async throws {
        let server = try LoopbackServer {
            $0.connection.write("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n")
            $0.connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
            $0.connection.write("4\r\ndefg\r\n0\r\n\r\n")
        }
        defer { server.stop() }
        let response = try await client.send(HTTPRequest(.get, server.url))
        #expect(String(decoding: response.body, as: UTF8.self) == "abcdefg")
        #expect(response.headers["x-early"] == nil)
    }

    @Test("follows no redirect") func redirect() async throws {
        let server = try LoopbackServer { $0.respond(302, headers: [("Location", "http://127.0.0.1:1/")]) }
        defer { server.stop() }
        let response = try await client.send(HTTPRequest(.get, server.url))
        #expect(response.status == 302)
        #expect(server.requests.count == 1)
    }

    @Test(
        "reads how long the server asks to wait",
        arguments: [
            ("7", Duration.seconds(7)), ("0", .zero), ("Fri, 31 Dec 1999 23:59:59 GMT", .zero), ("soon", nil), (nil, nil),
        ] as [(String?, Duration?)])
    func retryAfter(value: String?, expected: Duration?) async throws {
        let server = try LoopbackServer { $0.respond(429, headers: value.map { [("Retry-After", $0)] } ?? []) }
        defer { server.stop() }
        #expect(try await client.send(HTTPRequest(.get, server.url)).retryAfter == expected)
    }

    @Test("reads a date until which the server asks to wait") func retryAfterDate() async throws {
        let date = DateFormatter()
        date.locale = Locale(identifier: "en_US_POSIX")
        date.timeZone = TimeZone(identifier: "GMT")
        date.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        let text = date.string(from: Date(timeIntervalSinceNow: 90))
        let server = try LoopbackServer { $0.respond(503, headers: [("Retry-After", text)]) }
        defer { server.stop() }
        let wait = try #require(try await client.send(HTTPRequest(.get, server.url)).retryAfter)
        #expect((.seconds(60)...Duration.seconds(90)).contains(wait))
    }
}
