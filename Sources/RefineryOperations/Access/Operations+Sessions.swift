internal import Digest
internal import Postgres
package import RefineryModel
internal import RefineryStore

/// What somebody who logs in with a key is answered.
package enum SessionAccess: Sendable, Equatable {
    /// - token: What the browser shows from now on; it is kept nowhere.
    case granted(APIPrincipal, token: String)
    /// The key is wrong, or has made more requests than it may.
    /// - retryAfter: How long to wait; nil: not at all.
    case refused(retryAfter: Duration?)
}

extension Operations {
    /// How long a session lasts.
    package static let sessionLifetime: Duration = .seconds(12 * 3600)

    /// Begins a session for a browser, with what its user's key may do.
    /// - Parameters:
    ///   - key: The text of the key, as it was typed. What is wrong with it nobody learns; failures count as those over HTTP.
    ///   - address: Where it comes from, without the port.
    package func beginSession(_ key: String, from address: String) async throws -> SessionAccess {
        let text = APIKeyText(key)
        var rng = SystemRandomNumberGenerator()
        let token = (0..<4).map { _ in String(rng.next() as UInt64, radix: 36) }.joined(separator: "-")
        let begin = BeginWebSession(
            id: text?.id ?? "", secretHash: APIKeys.hash(text?.secret ?? String(key.prefix(32))), address: address,
            tokenHash: APIKeys.hash(token), lifetime: Self.sessionLifetime)
        guard let verdict = try await withConnection({ try await $0.first(begin) }) else {
            throw StoreError.unexpectedRows(statement: "begin_web_session")
        }
        guard verdict.outcome == .granted, let principal = verdict.principal else {
            return .refused(retryAfter: verdict.retryAfter > .zero ? verdict.retryAfter : nil)
        }
        return .granted(principal, token: token)
    }

    /// Who shows this token; nil: nobody who may.
    package func session(_ token: String) async throws -> APIPrincipal? {
        guard token.utf8.count <= 100 else { return nil }
        let find = FindWebSession(tokenHash: APIKeys.hash(token))
        return try await withConnection { try await $0.first(find) }
    }

    /// Ends a session at once.
    package func endSession(_ token: String) async throws {
        let end = EndWebSession(tokenHash: APIKeys.hash(token))
        _ = try await withConnection { try await $0.first(end) }
    }
}
