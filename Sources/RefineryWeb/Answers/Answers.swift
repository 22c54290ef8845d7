internal import HTTPTypes
internal import Hummingbird
internal import RefineryModel

/// A page of a list.
struct Page<Item: Encodable>: Encodable {
    let items: [Item]
    /// What `after` has to be for the next page; null: this is the last.
    let next: String?

    init(_ items: [Item], next: String?) { (self.items, self.next) = (items, next) }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(items, forKey: .items)
        try container.encode(next, forKey: .next)
    }

    enum CodingKeys: CodingKey { case items, next }
}

extension Response {
    /// The same words as the command line's JSON.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) throws -> Response {
        json(text: try JSON.document(value), status: status, headers: headers)
    }

    /// JSON that is written already.
    static func json(text: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        json(bytes: ByteBuffer(string: text), status: status, headers: headers)
    }

    /// JSON that is written already.
    static func json(bytes: ByteBuffer, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(status: status, headers: headers, body: .init(byteBuffer: bytes))
    }

    /// A page of objects that are written already.
    static func page(objects: [String], next: String?) -> Response {
        json(text: "{\"items\":[\(objects.joined(separator: ","))],\"next\":\(next.map { "\"\($0)\"" } ?? "null")}")
    }

    static func text(_ text: String, type: String) -> Response {
        Response(status: .ok, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
