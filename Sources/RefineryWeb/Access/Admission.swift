package import RefineryModel

/// What came of showing a key.
package enum Admission: Sendable {
    case granted(APIPrincipal)
    /// The key is right, but has asked too often.
    case limited(retryAfter: Duration)
    /// - Parameter retryAfter: How long this address is locked out; nil: it is not.
    case refused(retryAfter: Duration?)
}

/// Looks at the key of a request.
/// - Parameters:
///   - token: What stands behind `Bearer `; nil: nothing.
///   - address: Where the request comes from, without its port.
package typealias Authenticator = @Sendable (_ token: String?, _ address: String) async throws -> Admission

/// What somebody did over HTTP that others will want to know of.
package struct AuditedAct: Sendable {
    package let principal: APIPrincipal
    /// As `records_revealed`.
    package let operation: String
    package let runID: RunID?
    package let message: String
}

/// Keeps what was done; whoever may not be told of it does not get it done.
package typealias Auditor = @Sendable (AuditedAct) async throws -> Void

/// Who may call a route.
package enum RouteAccess: Sendable, Equatable {
    /// Anybody, without a key.
    case open
    /// A key with this scope.
    case scope(APIScope)
}
