import Foundation
import HTTPTestSupport
import Testing

@testable import HTTPClient

@Suite("HTTP client over TLS") struct HTTPClientTLSTests {
    @Test("refuses a certificate that nobody vouches for, and sends nothing") func untrusted() async throws {
        let server = try TLSServer()
        defer { server.stop() }
        let error = await #expect(throws: HTTPClientError.self) {
            try await HTTPClient().send(HTTPRequest(.get, "\(server.url)/+15005550006"))
        }
        guard case .untrusted(server.url, let reason) = error else { return #expect(error == nil) }
        #expect(!reason.contains("5005550006"))
        #expect(error?.mayHaveBeenSent == false && error?.isTransient == false)
    }

    @Test("accepts a certificate of an authority it was given") func trusted() async throws {
        let server = try TLSServer()
        defer { server.stop() }
        let client = HTTPClient(HTTPClientConfiguration(certificateAuthorityFile: server.certificate.path))
        let response = try await client.send(HTTPRequest(.get, "\(server.url)/"))
        #expect(response.status == 200)
    }

    @Test("refuses a trusted certificate under another name") func wrongName() async throws {
        let server = try TLSServer()
        defer { server.stop() }
        let client = HTTPClient(HTTPClientConfiguration(certificateAuthorityFile: server.certificate.path))
        let error = await #expect(throws: HTTPClientError.self) {
            try await client.send(HTTPRequest(.get, "https://127.0.0.1:\(server.port)/"))
        }
        guard case .untrusted = error else { return #expect(error == nil) }
    }

    @Test("accepts any certificate when told to verify none") func unverified() async throws {
        let server = try TLSServer()
        defer { server.stop() }
        let client = HTTPClient(HTTPClientConfiguration(verifiesTLS: false))
        #expect(try await client.send(HTTPRequest(.get, "\(server.url)/")).status == 200)
    }

    @Test("a port without TLS is no trusted server, and learns nothing") func plainText() async throws {
        let server = try LoopbackServer { $0.respond() }
        defer { server.stop() }
        let error = await #expect(throws: HTTPClientError.self) {
            try await HTTPClient(HTTPClientConfiguration(timeout: .seconds(5))).send(
                HTTPRequest(.get, "https://127.0.0.1:\(server.port)/", timeout: .milliseconds(200)))
        }
        #expect(error?.mayHaveBeenSent == false)
    }
}
