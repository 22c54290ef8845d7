internal import Digest
internal import Postgres
package import RefineryModel
package import RefineryStore

/// What a new key of the HTTP interface is to be.
package struct KeyRequest: Sendable {
    /// What people call it.
    package var name: String
    package var scopes: Set<APIScope>
    /// nil: it never expires.
    package var lifetime: Duration?
    /// Requests a second that it may make for long.
    package var ratePerSecond = 100.0
    /// Requests that it may make at once.
    package var burst = 1000
    /// Who makes it; nil: the user of the database.
    package var creator: String?

    package init(name: String, scopes: Set<APIScope>) {
        self.name = name
        self.scopes = scopes
    }
}

extension Operations {
    /// Makes a key. Its text is in the answer, and nowhere else ever again.
    /// - Throws: ``KeyFault/invalid(_:)``.
    package func createKey(_ request: KeyRequest) async throws -> (key: APIKey, text: APIKeyText) {
        if let problem = request.problem { throw KeyFault.invalid(problem) }
        var rng = SystemRandomNumberGenerator()
        let text = APIKeyText(using: &rng)
        let insert = InsertKey(
            id: text.id, name: request.name, secretHash: APIKeys.hash(text.secret), scopes: request.scopes,
            ratePerSecond: request.ratePerSecond, burst: request.burst, lifetime: request.lifetime, creator: request.creator)
        guard let key = try await withConnection({ try await $0.first(insert) }) else {
            throw StoreError.unexpectedRows(statement: "insert_key")
        }
        return (key, text)
    }

    /// All keys, those that ended too; the newest first.
    package func keys() async throws -> [APIKey] { try await withConnection { try await $0.rows(ListKeys()) } }

    /// Ends a key for good. A process that let it in goes on to do so for ``APIKeys/freshFor`` at most.
    /// - Parameter id: The public part of the key, or the whole key.
    /// - Throws: ``KeyFault/unknown(_:)``.
    package func revokeKey(_ id: String) async throws -> APIKey {
        let id = APIKeyText(id)?.id ?? id
        guard let key = try await withConnection({ try await $0.first(RevokeKey(id: id)) }) else { throw KeyFault.unknown(id) }
        return key
    }
}

extension KeyRequest {
    /// What the database would refuse, as a sentence.
    fileprivate var problem: String? {
        if name.isEmpty || name.unicodeScalars.count > 100 { return "A key has a name of 1 to 100 characters." }
        if scopes.isEmpty { return "A key that may do nothing is of no use." }
        if !(0.01...1_000_000).contains(ratePerSecond) || !(1...1_000_000).contains(burst) {
            return "A key may make 0.01 to 1,000,000 requests a second, and 1 to 1,000,000 at once."
        }
        if let lifetime, lifetime <= .zero { return "A key that has expired already is of no use." }
        return nil
    }
}

/// Why nothing was done with a key.
package enum KeyFault: Fault, Equatable {
    case unknown(String)
    case invalid(String)

    package var code: FaultCode {
        switch self {
        case .unknown: .keyNotFound
        case .invalid: .keyInvalid
        }
    }
    package var summary: String {
        switch self {
        case .unknown(let id): "No key has the id “\(id)”."
        case .invalid(let problem): problem
        }
    }
    package var remedy: String? {
        switch self {
        case .unknown: "List the keys; the id is the part in the middle of a key."
        case .invalid: nil
        }
    }
}
