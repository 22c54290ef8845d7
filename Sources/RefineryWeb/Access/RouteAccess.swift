package import RefineryModel
package import RefineryOperations

/// Looks at the key of a request, as ``APIKeys/authenticate(_:from:)`` does.
/// - Parameters:
///   - token: What stands behind `Bearer `; nil: nothing.
///   - address: Where the request comes from, without its port.
package typealias Authenticator = @Sendable (_ token: String?, _ address: String) async throws -> APIAccess

extension APIPrincipal {
    /// How the audit log names it.
    var actor: String { "key:\(keyID)" }
}

/// Who may call a route.
package enum RouteAccess: Sendable, Equatable {
    /// Anybody, without a key.
    case open
    /// A key with this scope.
    case scope(APIScope)
    /// A browser whose user is logged in with a key that has this scope; nil: with any.
    case session(APIScope?)
}
