internal import Foundation
internal import HTTPClient
internal import RefineryModel
internal import RefineryOperations
internal import RefineryStore
internal import Secrets

/// A way to a server, `refinery web`, for the commands that ask one.
struct ServerConnection: Sendable {
    private static let attempts = 5
    /// Long enough for the largest file over a slow line.
    private static let transferTimeout: Duration = .seconds(24 * 3600)

    private let base: String
    private let key: Secret?
    private let client = HTTPClient(
        HTTPClientConfiguration(connectTimeout: .seconds(10), timeout: .seconds(60), maxResponseBytes: 256 << 20))

    /// - Throws: ``ConfigurationError`` for an address that is none.
    init(_ address: String, key: Secret?) throws {
        guard let url = URL(string: address), ["http", "https"].contains(url.scheme), let host = url.host(), url.query() == nil else {
            throw ConfigurationError.invalid(
                name: "REFINERY_SERVER", value: address, expected: "an address such as https://refinery.example")
        }
        if key != nil, url.scheme == "http", !["127.0.0.1", "localhost", "::1", "[::1]"].contains(host) {
            Console.message("The key travels in clear text to \(host): use https where the server has it.")
        }
        base = address.hasSuffix("/") ? String(address.dropLast()) : address
        self.key = key
    }

    /// Gets a document.
    func get(_ path: String, _ query: URLQuery = URLQuery(), accept: String = "application/json") async throws -> [UInt8] {
        let request = request(.get, path, query, [HTTPHeader("Accept", accept)])
        return try await trying { try await answer(to: request) }.body
    }

    /// Asks for a change, once, however often the answer is lost.
    func post(_ path: String, _ body: some Encodable & Sendable) async throws -> [UInt8] {
        var request = request(
            .post, path, URLQuery(), [HTTPHeader("Content-Type", "application/json"), HTTPHeader("Idempotency-Key", UUID().uuidString)])
        request.body = Array(try JSON.document(body).utf8)
        return try await trying { [request] in try await answer(to: request) }.body
    }

    /// Gets a file piece by piece. It is asked for once: what was written stays written.
    /// - Returns: What the server says of it, before and behind it.
    func fetch(
        _ path: String, _ query: URLQuery, _ write: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws -> HTTPHeaders {
        var request = request(.get, path, query, [])
        request.timeout = Self.transferTimeout
        let failure = FirstFailure()
        request.onBody = { bytes in failure.keep { try write(Array(bytes)) } }
        do {
            return try await answer(to: request).headers
        } catch {
            throw failure.error ?? error
        }
    }

    /// Sends a file, and again from its beginning when the connection breaks.
    func upload(_ path: String, _ query: URLQuery, _ file: UploadFile) async throws -> [UInt8] {
        var key = UUID()
        return try await trying(canRepeat: file.canRepeat) {
            var request = request(
                .post, path, query, [HTTPHeader("Content-Type", "text/csv"), HTTPHeader("Idempotency-Key", key.uuidString)])
            request.timeout = Self.transferTimeout
            request.upload = try file.upload()
            do { return try await answer(to: request) } catch {
                // A process that died with the request never answers it. Another key is safe here: the same bytes are submitted once.
                if case ServerFault.refused(let refusal) = error, refusal.code == .requestUnderWay { key = UUID() }
                // What is wrong with the file says more than that the connection ended.
                throw file.failure ?? error
            }
        }.body
    }

    private func request(_ method: HTTPMethod, _ path: String, _ query: URLQuery, _ headers: [HTTPHeader]) -> HTTPRequest {
        let authorization = key.map { [HTTPHeader("Authorization", "Bearer \($0.text)")] } ?? []
        return HTTPRequest(method, "\(base)/api/v1/\(path)\(query.text)", headers: authorization + headers)
    }

    /// - Throws: ``ServerFault``.
    private func answer(to request: HTTPRequest) async throws -> HTTPResponse {
        let response: HTTPResponse
        do { response = try await client.send(request) } catch {
            if case .cancelled = error { throw CancellationError() }
            throw ServerFault.unreachable(error)
        }
        guard (200..<300).contains(response.status) else { throw ServerFault(response, target: request.target) }
        return response
    }

    /// Tries again what may succeed soon.
    private func trying(canRepeat: Bool = true, _ body: () async throws -> HTTPResponse) async throws -> HTTPResponse {
        var attempt = 1
        while true {
            do { return try await body() } catch let fault as ServerFault where fault.isTransient && canRepeat && attempt < Self.attempts {
                try await Task.sleep(for: fault.retryAfter ?? .milliseconds(250 << attempt))
                attempt += 1
            }
        }
    }
}

extension ServerConnection {
    /// All that people are told of an import.
    /// - Parameter id: Whole, or its beginning; nil: the newest.
    func status(_ id: String?) async throws -> StatusDocument {
        try read(StatusDocument.self, from: try await get("imports/\(URLQuery.encoded(try await existing(id)))/status"))
    }

    /// The import that a person's text means.
    func importID(_ id: String?) async throws -> ImportID {
        let document = try read(ImportDocument.self, from: try await get("imports/\(URLQuery.encoded(try await existing(id)))"))
        guard let id = ImportID(text: document.importId) else { throw strange }
        return id
    }

    /// A page of imports, newest first, and what the next one begins behind.
    func imports(_ query: URLQuery) async throws -> (items: [ImportDocument], next: String?) {
        let page = try read(ImportPage.self, from: try await get("imports", query))
        return (page.items, page.next)
    }

    /// Reads a document.
    func read<Value: Decodable>(_ type: Value.Type, from body: [UInt8]) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let value = try? decoder.decode(type, from: Data(body)) else { throw strange }
        return value
    }

    private func existing(_ id: String?) async throws -> String {
        if let id {
            guard !id.isEmpty, id.allSatisfy({ $0.isHexDigit || $0 == "-" }) else { throw StoreError.noSuchImport(id) }
            return id
        }
        var query = URLQuery()
        query.add("limit", "1")
        guard let newest = try await imports(query).items.first else { throw StoreError.noSuchImport("") }
        return newest.importId
    }

    private var strange: ServerFault { .strange(target: base, status: 200, retryAfter: nil) }

    private struct ImportPage: Decodable {
        let items: [ImportDocument]
        let next: String?
    }
}

/// The first thing that went wrong on the client's thread.
private final class FirstFailure: @unchecked Sendable {
    // Written before the exchange ends, read behind it.
    private(set) var error: (any Error)?

    /// - Returns: Whether it went well.
    func keep(_ body: () throws -> Void) -> Bool {
        do {
            try body()
            return true
        } catch {
            self.error = error
            return false
        }
    }
}
