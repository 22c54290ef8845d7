import Foundation
import TwilioSimulator

/// Asks a simulator over HTTP, as any client would.
struct TestClient {
    /// The answer ended before its end.
    struct Incomplete: Error {}

    struct Answer {
        let status: Int
        let headers: [String: String]
        let body: Data

        /// Reads a whole HTTP/1.1 response.
        /// - Throws: ``Incomplete`` when the body is shorter than announced.
        init(_ response: Data) throws {
            guard let end = response.firstRange(of: Data("\r\n\r\n".utf8)) else { throw Incomplete() }
            let lines = String(decoding: response[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
            status = Int(lines[0].split(separator: " ")[1]) ?? 0
            headers = lines.dropFirst().reduce(into: [:]) { headers, line in
                let colon = line.firstIndex(of: ":")!
                headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            }
            let rest = Data(response[end.upperBound...])
            body = headers["transfer-encoding"] == "chunked" ? try Self.joined(chunks: rest) : rest
            if let length = headers["content-length"], length != "\(body.count)" { throw Incomplete() }
        }

        private static func joined(chunks: Data) throws -> Data {
            var (body, rest) = (Data(), chunks[...])
            while let line = rest.firstRange(of: Data("\r\n".utf8)) {
                guard let size = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16) else { break }
                if size == 0 { return body }
                body += rest[line.upperBound...].prefix(size)
                rest = rest[line.upperBound...].dropFirst(size + 2)
            }
            throw Incomplete()
        }

        /// The body as a JSON object.
        var json: [String: Any] { (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:] }
        /// A member that is an object, as a package of an answer.
        subscript(_ name: String) -> [String: Any] { json[name] as? [String: Any] ?? [:] }
        /// Twilio's error code.
        var code: Int? { json["code"] as? Int }
    }

    static let lineType = "?Fields=line_type_intelligence"
    let port: Int
    var user: String? = "AC00000000000000000000000000000001"
    var password = "token"

    /// - Parameter target: Path and query as they go over the wire.
    func send(_ method: String = "GET", _ target: String, body: String? = nil) async throws -> Answer {
        var request = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        if let user { request += "Authorization: Basic \(Data("\(user):\(password)".utf8).base64EncodedString())\r\n" }
        if let body { request += "Content-Length: \(body.utf8.count)\r\n" }
        let response = try await TestConnection.exchange(Data((request + "\r\n" + (body ?? "")).utf8), port: port)
        return try Answer(response)
    }

    /// A lookup by v2 with the line type.
    func lookUp(_ number: String) async throws -> Answer { try await send("GET", "/v2/PhoneNumbers/\(number)\(Self.lineType)") }

    func legacy(_ number: String) async throws -> Answer { try await send("GET", "/v1/PhoneNumbers/\(number)?Type=carrier") }

    func ledger() async throws -> LedgerReport {
        try JSONDecoder().decode(LedgerReport.self, from: try await send("GET", "/_ledger").body)
    }
}

/// Runs a simulator for the length of `body`.
func withSimulator(
    _ behaviour: Behaviour = Behaviour(), credentials: Credentials = Credentials(),
    _ body: (LookupSimulator, TestClient) async throws -> Void
) async throws {
    try await LookupSimulator.running(.init(credentials: credentials), behaviour: behaviour) { simulator, port in
        try await body(simulator, TestClient(port: port))
    }
}

extension Behaviour {
    /// The usual behaviour with some settings changed.
    static func with(_ change: (inout Behaviour) -> Void) -> Behaviour {
        var behaviour = Behaviour()
        change(&behaviour)
        return behaviour
    }
}
