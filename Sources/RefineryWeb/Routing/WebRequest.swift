internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel
internal import RefineryOperations

/// A request that is let in, with what it is answered from.
struct WebRequest: Sendable {
    let request: Request
    let context: WebContext
    let parameters: [String: String]
    let query: QueryValues
    /// Who asks; nil where nobody has to say.
    let principal: APIPrincipal?
    let services: WebServices
    /// The browser that asks, of pages; nil elsewhere.
    var browser: BrowserSession?
    /// The newest event before a page was made: the page goes on behind it. Nil elsewhere.
    var seq: Int64?
    /// The body where it is no stream; empty for none.
    var body: [UInt8] = []

    var operations: Operations { services.operations }

    /// Whether personal data is shown to the key.
    var mayReveal: Bool { principal?.may(.reveal) ?? false }

    /// What persons are searched for by: a name, a number, an address; nil: by nothing.
    /// - Throws: ``WebFault/scopeMissing(_:)`` for a key that sees none of these: whatever is found says what is hidden, letter by letter.
    func personalSearch() throws -> String? {
        guard let search = query.text("search") else { return nil }
        guard mayReveal else { throw WebFault.scopeMissing(.reveal) }
        return search
    }

    /// Says whether the key is still right, for what goes on longer than a request does. A database that does not answer says nothing.
    var admission: @Sendable () async -> Bool {
        let (services, address, token) = (services, context.address, request.token)
        return {
            guard let token, let access = try? await services.authenticate(token, address) else { return true }
            if case .refused = access { return false }
            return true
        }
    }

    /// The run or import that the address names: a whole id, or the beginning of one.
    func runID() throws -> String {
        let text = parameters["id"] ?? ""
        guard !text.isEmpty, text.count <= 36, text.allSatisfy({ $0.isHexDigit || $0 == "-" }) else { throw StoreFault.noSuchRun(text) }
        return text.lowercased()
    }

    func importID() async throws -> ImportID {
        let text = try runID()
        // A whole id needs no search; whoever reads by it says when it is not there.
        if let id = ImportID(text: text) { return id }
        return try await operations.importID(text)
    }

    /// At most so many items: `limit`, 50 unless said, 500 at most.
    func limit() throws -> Int { Int(try query.integer("limit", 1...500) ?? 50) }

    /// The fields of a form that a page sent.
    /// - Throws: ``WebFault`` for what is none.
    func form() throws -> QueryValues {
        if body.isEmpty { return try QueryValues("") }
        try requireType("application/x-www-form-urlencoded")
        return try QueryValues(String(decoding: body, as: UTF8.self))
    }

    /// Reads a JSON object; without a body an empty one.
    /// - Throws: ``WebFault``.
    func object<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        if !body.isEmpty { try requireType("application/json") }
        do {
            return try JSONDecoder.web.decode(type, from: Data(body.isEmpty ? Array("{}".utf8) : body))
        } catch let error as DecodingError {
            throw Self.fault(error)
        }
    }

    private func requireType(_ wanted: String) throws {
        guard request.mediaType == wanted else { throw WebFault.mediaTypeUnsupported(request.mediaType, wanted: wanted) }
    }

    private static func fault(_ error: DecodingError) -> WebFault {
        switch error {
        case .keyNotFound(let key, _): .invalid(field: key.stringValue, value: "", problem: "there")
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            context.codingPath.isEmpty
                ? .bodyUnreadable("it is no JSON object")
                : .invalid(field: context.codingPath.map(\.stringValue).joined(separator: "."), value: "", problem: "of another type")
        default: .bodyUnreadable("it is no JSON")
        }
    }
}

/// A run that is not there, whatever its kind.
enum StoreFault: Fault {
    case noSuchRun(String)

    var code: FaultCode { .importNotFound }
    var summary: String { "There is no run with this id." }
    var remedy: String? { "Look at the list." }
}

extension JSONDecoder {
    /// Keys in snake_case, as everywhere.
    static var web: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }
}

extension Request {
    /// The key that it shows: behind `Bearer`, or where a browser that asks for a WebSocket can put it.
    var token: String? {
        guard let header = headers[.authorization] else { return headers.offeredKey }
        return header.prefix(7).lowercased() == "bearer " ? String(header.dropFirst(7)).trimmingCharacters(in: .whitespaces) : nil
    }

    /// The whole body.
    /// - Throws: ``WebFault/bodyTooLarge(limit:)``.
    func bytes(atMost limit: Int) async throws -> [UInt8] {
        if let text = headers[.contentLength], let length = Int64(text), length > limit {
            throw WebFault.bodyTooLarge(limit: Int64(limit))
        }
        var bytes: [UInt8] = []
        for try await buffer in body {
            bytes += buffer.readableBytesView
            if bytes.count > limit { throw WebFault.bodyTooLarge(limit: Int64(limit)) }
        }
        return bytes
    }

    /// The type of the body in lower case, without its parameters.
    var mediaType: String? {
        headers[.contentType].map { text in
            text.split(separator: ";", maxSplits: 1)[safe: 0].map { $0.trimmingCharacters(in: .whitespaces).lowercased() } ?? ""
        }
    }
}

extension Array {
    subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

/// The values of a query, by name, decoded.
struct QueryValues: Sendable {
    private let values: [String: [String]]

    /// - Parameter text: What stands behind the question mark.
    /// - Throws: ``WebFault`` for what is no percent-encoded UTF-8.
    init(_ text: String) throws(WebFault) {
        var values: [String: [String]] = [:]
        for pair in text.split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            values[try Self.decoded(sides[0]), default: []].append(sides.count > 1 ? try Self.decoded(sides[1]) : "")
        }
        self.values = values
    }

    private static func decoded(_ text: Substring) throws(WebFault) -> String {
        guard let decoded = text.replacing("+", with: " ").removingPercentEncoding, !decoded.unicodeScalars.contains("\0") else {
            throw .invalid(field: "query", value: String(text), problem: "percent-encoded UTF-8 without NUL")
        }
        return decoded
    }

    func all(_ name: String) -> [String] { values[name] ?? [] }

    func text(_ name: String) -> String? { values[name]?.last.flatMap { $0.isEmpty ? nil : $0 } }

    func integer(_ name: String, _ allowed: ClosedRange<Int64>) throws(WebFault) -> Int64? {
        guard let text = text(name) else { return nil }
        guard let value = Int64(text), allowed.contains(value) else {
            throw .invalid(field: name, value: text, problem: "a whole number from \(allowed.lowerBound) to \(allowed.upperBound)")
        }
        return value
    }

    func flag(_ name: String) throws(WebFault) -> Bool? {
        guard let text = text(name) else { return nil }
        guard let value = ["true": true, "1": true, "on": true, "false": false, "0": false, "off": false][text.lowercased()] else {
            throw .invalid(field: name, value: text, problem: "true or false")
        }
        return value
    }

    func choice<Value: RawRepresentable & CaseIterable>(_ name: String, _ type: Value.Type) throws(WebFault) -> Value?
    where Value.RawValue == String {
        guard let text = text(name) else { return nil }
        guard let value = Value(rawValue: text) else {
            throw .invalid(field: name, value: text, problem: "one of " + Value.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return value
    }

    func runID(_ name: String) throws(WebFault) -> RunID? {
        guard let text = text(name) else { return nil }
        guard let id = RunID(text: text) else { throw .invalid(field: name, value: text, problem: "a whole id") }
        return id
    }

    func identifier(_ name: String) throws(WebFault) -> UUID? {
        guard let text = text(name) else { return nil }
        guard let id = UUID(uuidString: text) else { throw .invalid(field: name, value: text, problem: "a whole id") }
        return id
    }
}

extension String {
    /// As a value of a query has it: nothing of it ends the value.
    var inQuery: String { addingPercentEncoding(withAllowedCharacters: Self.plainInQuery) ?? "" }

    private static let plainInQuery = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
}
