internal import HTTPTypes
package import HummingbirdCore
internal import NIOCore
package import RefineryModel

/// A request to any of the services.
package struct ServiceRequest: Sendable {
    package let method: String
    package let path: String
    /// The first value of each parameter.
    package let query: [String: String]
    /// Names in lower case.
    package let headers: [String: String]
    package let bytes: [UInt8]
    /// `.null` where the body is none.
    package let body: JSONValue

    package init(method: String, target: String, headers: [String: String], bytes: [UInt8]) {
        self.method = method
        self.headers = headers
        self.bytes = bytes
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts[0])
        var query: [String: String] = [:]
        for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let name = pair.prefix { $0 != "=" }
            let key = PercentCoding.decoded(name.utf8, plusIsSpace: true)
            if query[key] == nil { query[key] = PercentCoding.decoded(pair[name.endIndex...].dropFirst().utf8, plusIsSpace: true) }
        }
        self.query = query
        body = JSONValue(bytes) ?? .null
    }

    /// Reads a whole request.
    package init(reading request: Request, bytesMax: Int) async throws {
        let buffer = try await request.body.collect(upTo: bytesMax)
        let headers = request.headers.map { ($0.name.canonicalName, $0.value) }
        self.init(
            method: request.method.rawValue, target: request.head.path ?? "/",
            headers: Dictionary(headers, uniquingKeysWith: { first, _ in first }), bytes: Array(buffer.readableBytesView))
    }
}

/// What a service answers, before anything goes wrong on the way.
package struct ServiceAnswer: Sendable {
    package var status = 200
    package var headers: [(String, String)] = []
    package var body: [UInt8]
    /// Numbers to be sent later.
    package var deliveries: [Delivery] = []

    /// A call to an address that came with a question.
    package struct Delivery: Sendable {
        package let url: String
        package let headers: [(String, String)]
        package let body: [UInt8]

        package init(url: String, headers: [(String, String)], body: [UInt8]) {
            self.url = url
            self.headers = headers
            self.body = body
        }
    }

    package init(_ json: JSONValue) { self.init(200, json) }

    package init(_ status: Int, _ json: JSONValue) {
        self.status = status
        headers = [("Content-Type", "application/json")]
        body = json.bytes
    }

    package init(_ status: Int = 200, text: String, type: String = "text/plain") {
        self.status = status
        headers = [("Content-Type", type)]
        body = Array(text.utf8)
    }

    package func send(_ writer: consuming ResponseWriter) async throws {
        var fields = HTTPFields()
        for (name, value) in headers { if let name = HTTPField.Name(name) { fields[name] = value } }
        fields[.contentLength] = "\(body.count)"
        let head = HTTPTypes.HTTPResponse(status: .init(code: status), headerFields: fields)
        try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
