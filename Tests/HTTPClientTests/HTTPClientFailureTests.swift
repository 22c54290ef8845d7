import Foundation
import HTTPTestSupport
import Synchronization
import Testing

@testable import HTTPClient

@Suite("HTTP client failures") struct HTTPClientFailureTests {
    private let client = HTTPClient()
    /// A path and query that no message may show.
    private let secretPath = "/v2/PhoneNumbers/+15005550006?name=secret"

    private func failure(
        _ request: HTTPRequest, _ client: HTTPClient? = nil, _ location: SourceLocation = #_sourceLocation
    ) async -> HTTPClientError? {
        let error = await #expect(throws: HTTPClientError.self, sourceLocation: location) {
            try await (client ?? self.client).send(request)
        }
        for text in [error?.summary, error.map { "\($0)" }, error?.remedy].compactMap(\.self) {
            #expect(!text.contains("5005550006") && !text.contains("secret"), sourceLocation: location)
        }
        return error
    }

    @Test("a closed port is a request that never left") func refused() async throws {
        let (socket, port) = try LoopbackServer.listen(backlog: 1)
        close(socket)
        let error = await failure(HTTPRequest(.get, "http://127.0.0.1:\(port)\(secretPath)"))
        guard case .cannotConnect("http://127.0.0.1:\(port)", let reason) = error else { return #expect(error == nil) }
        #expect(reason.contains("\(port)"))
        #expect(error?.mayHaveBeenSent == false && error?.isTransient == true)
    }

    @Test("a name without an address is a request that never left") func unknownHost() async {
        let error = await failure(HTTPRequest(.get, "http://refinery.invalid\(secretPath)"))
        guard case .cannotResolve("http://refinery.invalid", _) = error else { return #expect(error == nil) }
        #expect(error?.mayHaveBeenSent == false)
    }

    @Test("a port that never answers times out while connecting") func silentPort() async throws {
        let port = try SilentPort()
        let client = HTTPClient(HTTPClientConfiguration(connectTimeout: .milliseconds(60)))
        let error = await failure(HTTPRequest(.get, "http://127.0.0.1:\(port.port)\(secretPath)"), client)
        #expect(error == .timedOut(target: "http://127.0.0.1:\(port.port)", after: .milliseconds(60), mayHaveBeenSent: false))
    }

    @Test("a server that says nothing, or drips, times out after the request was sent", arguments: [false, true])
    func slow(drips: Bool) async throws {
        let server = try LoopbackServer { exchange in
            if drips {
                exchange.connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nx")
            }
            exchange.connection.waitUntilClosed()
        }
        defer { server.stop() }
        let error = await failure(HTTPRequest(.get, server.url + secretPath, timeout: .milliseconds(60)))
        #expect(error == .timedOut(target: server.url, after: .milliseconds(60), mayHaveBeenSent: true))
    }

    @Test("a request that waits too long for a free connection was not sent") func queued() async throws {
        let server = try LoopbackServer { $0.connection.waitUntilClosed() }
        defer { server.stop() }
        let client = HTTPClient(HTTPClientConfiguration(maxConnectionsPerHost: 1))
        let first = Task { try await client.send(HTTPRequest(.get, server.url)) }
        await until { server.requests.count == 1 }
        let error = await failure(HTTPRequest(.get, server.url + secretPath, timeout: .milliseconds(60)), client)
        #expect(error == .timedOut(target: server.url, after: .milliseconds(60), mayHaveBeenSent: false))
        client.shutDown()
        await #expect(throws: HTTPClientError.shutDown(mayHaveBeenSent: true)) { try await first.value }
    }

    @Test("an answer longer than accepted fails") func tooLarge() async throws {
        let server = try LoopbackServer { $0.respond(200, String(repeating: "x", count: $0.request.target == "/small" ? 1_000 : 1_001)) }
        defer { server.stop() }
        let client = HTTPClient(HTTPClientConfiguration(maxResponseBytes: 1_000))
        #expect(try await client.send(HTTPRequest(.get, server.url + "/small")).body.count == 1_000)
        let error = await failure(HTTPRequest(.get, server.url + secretPath), client)
        #expect(error == .responseTooLarge(target: server.url, limitBytes: 1_000))
    }

    @Test("endless headers fail") func endlessHeaders() async throws {
        let server = try LoopbackServer { exchange in
            exchange.connection.write("HTTP/1.1 200 OK\r\n")
            for index in 0..<200_000 { exchange.connection.write("X-\(index): \(String(repeating: "x", count: 100))\r\n") }
        }
        defer { server.stop() }
        let error = await failure(HTTPRequest(.get, server.url + secretPath))
        #expect(error?.mayHaveBeenSent == true)
        server.stop()
    }

    @Test("a connection that breaks mid-answer, by reset or in good order, may have been sent", arguments: [true, false])
    func broken(byReset: Bool) async throws {
        let server = try LoopbackServer { exchange in
            exchange.connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
            byReset ? exchange.connection.reset() : exchange.connection.close()
        }
        defer { server.stop() }
        let error = await failure(HTTPRequest(.get, server.url + secretPath))
        guard case .connectionBroken(server.url, _, true) = error else { return #expect(error == nil) }
    }

    @Test("what is no HTTP fails") func garbage() async throws {
        let server = try LoopbackServer { exchange in
            exchange.connection.write("+15005550006 is not HTTP\r\n")
            exchange.connection.close()
        }
        defer { server.stop() }
        let error = await failure(HTTPRequest(.get, server.url + secretPath))
        #expect(error?.mayHaveBeenSent == true)
    }

    @Test("a request that must not repeat fails where another is sent again, when a kept connection closes before the answer")
    func sentOnce() async throws {
        let server = try LoopbackServer { exchange in
            // The second request of a connection is read, and the connection closed without an answer.
            exchange.number.isMultiple(of: 2) ? exchange.connection.close() : exchange.respond()
        }
        defer { server.stop() }
        _ = try await client.send(HTTPRequest(.get, server.url))
        let error = await failure(HTTPRequest(.get, server.url + secretPath, isSentAtMostOnce: true))
        guard case .connectionBroken(_, _, true) = error else { return #expect(error == nil) }
        #expect(server.requests.count == 2)
        _ = try await client.send(HTTPRequest(.get, server.url))
        _ = try await client.send(HTTPRequest(.get, server.url))
        #expect(server.requests.count == 5)
    }

    @Test("cancelling the task aborts the exchange at once") func cancelled() async throws {
        let (gone, goneSink) = AsyncStream.makeStream(of: Void.self)
        let server = try LoopbackServer { exchange in
            exchange.connection.waitUntilClosed()
            goneSink.yield()
        }
        defer { server.stop() }
        let client = client
        let task = Task { try await client.send(HTTPRequest(.get, server.url)) }
        await until { server.requests.count == 1 }
        task.cancel()
        await #expect(throws: HTTPClientError.cancelled(mayHaveBeenSent: true)) { try await task.value }
        for await _ in gone { break }
        let error = await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await #expect(throws: HTTPClientError.self) { try await client.send(HTTPRequest(.get, server.url)) }
        }.value
        #expect(error == .cancelled(mayHaveBeenSent: false))
        #expect(server.requests.count == 1)
    }

    @Test("shutting down fails what is under way and what comes later") func shutDown() async throws {
        let server = try LoopbackServer { $0.connection.waitUntilClosed() }
        defer { server.stop() }
        let client = HTTPClient()
        let running = Task { try await client.send(HTTPRequest(.get, server.url)) }
        await until { server.requests.count == 1 }
        client.shutDown()
        await #expect(throws: HTTPClientError.shutDown(mayHaveBeenSent: true)) { try await running.value }
        #expect(await failure(HTTPRequest(.get, server.url), client) == .shutDown(mayHaveBeenSent: false))
        client.shutDown()
    }

    @Test(
        "a request that nobody can send is refused, and says why without showing it",
        arguments: [
            HTTPRequest(.get, ""), HTTPRequest(.get, "ftp://127.0.0.1/secret"), HTTPRequest(.get, "http://user:secret@127.0.0.1/"),
            HTTPRequest(.get, "http://127.0.0.1/\r\nsecret"),
            HTTPRequest(.get, "http://127.0.0.1/", headers: [HTTPHeader("A", "b\r\nsecret: 1")]),
            HTTPRequest(.get, "http://127.0.0.1/", headers: [HTTPHeader("", "secret")]),
            HTTPRequest(.get, "http://127.0.0.1/", credentials: BasicCredentials(user: "a:b", password: "secret")),
        ])
    func invalid(request: HTTPRequest) async {
        let error = await failure(request)
        guard case .invalidRequest = error else { return #expect(error == nil) }
        #expect(error?.mayHaveBeenSent == false && error?.isTransient == false)
        #expect(!"\(request) \(String(reflecting: request))".contains("secret"))
    }

    @Test("requests that are cancelled, too slow or answered at random all end, each as it must") func random() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed of the random HTTP failures:", seed)
        var random = SeededGenerator(seed: seed)
        let server = try LoopbackServer { exchange in
            switch exchange.request.target {
            case "/answer": exchange.respond(200, "yes")
            case "/reset": exchange.connection.reset()
            default: exchange.connection.waitUntilClosed()
            }
        }
        defer { server.stop() }
        let client = HTTPClient(HTTPClientConfiguration(maxConnectionsPerHost: 400))
        let kinds = (0..<400).map { _ in ["answer", "reset", "cancel", "slow"].randomElement(using: &random)! }
        let tasks = kinds.map { kind in
            Task {
                try await client.send(
                    HTTPRequest(.get, "\(server.url)/\(kind)", timeout: kind == "slow" ? .milliseconds(50) : .seconds(60)))
            }
        }
        for (kind, task) in zip(kinds, tasks) {
            if kind == "cancel" { task.cancel() }
            let result = await task.result
            switch (kind, result.mapError { $0 as! HTTPClientError }) {
            case ("answer", .success(let response)): #expect(response.body.count == 3)
            case ("reset", .failure(.connectionBroken)), ("cancel", .failure(.cancelled)), ("slow", .failure(.timedOut)): break
            case (_, let other): Issue.record("\(kind) became \(other)")
            }
        }
        #expect(try await client.send(HTTPRequest(.get, "\(server.url)/answer")).status == 200)
    }
}

/// Waits for `condition`, giving way to others in between.
private func until(_ condition: () -> Bool) async {
    while !condition() { await Task.yield() }
}
