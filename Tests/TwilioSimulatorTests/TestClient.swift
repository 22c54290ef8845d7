import Foundation
import TwilioSimulator

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Asks a simulator over HTTP, as any client would.
struct TestClient {
    struct Answer {
        let status: Int
        let headers: [String: String]
        let body: Data

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

    private static let session: URLSession = {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpMaximumConnectionsPerHost = 64
        return URLSession(configuration: configuration)
    }()

    /// - Parameter target: Path and query as they go over the wire.
    func send(_ method: String = "GET", _ target: String, body: String? = nil) async throws -> Answer {
        var request = URLRequest(url: URL(string: "http://127.0.0.1:\(port)\(target)")!)
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        if let user {
            request.setValue("Basic " + Data("\(user):\(password)".utf8).base64EncodedString(), forHTTPHeaderField: "Authorization")
        }
        let (data, response) = try await Self.session.data(for: request)
        let http = response as! HTTPURLResponse
        let headers = http.allHeaderFields.reduce(into: [String: String]()) { $0["\($1.key)".lowercased()] = "\($1.value)" }
        return Answer(status: http.statusCode, headers: headers, body: data)
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
