package import RefineryModel

/// Why a request is not answered as it was asked.
package enum WebFault: Fault, Equatable {
    case unauthenticated(retryAfter: Duration?)
    case limited(retryAfter: Duration)
    case scopeMissing(APIScope)
    /// A page is asked for, and nobody is logged in.
    case loggedOut
    /// A form that is not of this session.
    case formStale
    /// A login with a key that is wrong.
    case loginRefused(retryAfter: Duration?)
    case noSuchRoute(String)
    case methodNotAllowed(String, allowed: [String])
    case notAcceptable(offered: String)
    case bodyTooLarge(limit: Int64)
    case mediaTypeUnsupported(String?, wanted: String)
    /// A value of the query, the body or a header.
    case invalid(field: String, value: String, problem: String)
    /// The body is not what its type says.
    case bodyUnreadable(String)
    /// The same idempotency key came with another request.
    case idempotencyKeyReused
    /// The first request with this idempotency key is not answered yet.
    case requestUnderWay
    /// No import is submitted by reference here, or not this one.
    case referenceRefused(String)
    /// A WebSocket is all that is there, and the request asks for none, or on a connection that cannot become one.
    case upgradeRequired
    /// A page of another server asks.
    case originRefused
    /// As many files are received as may be at a time.
    case uploadsFull
    /// Its processes are stopping.
    case stopping

    package var code: FaultCode {
        switch self {
        case .unauthenticated(nil), .loggedOut, .loginRefused(nil): .unauthenticated
        case .unauthenticated, .limited, .loginRefused: .tooManyRequests
        case .formStale: .formStale
        case .scopeMissing: .scopeMissing
        case .noSuchRoute: .routeNotFound
        case .methodNotAllowed: .methodNotAllowed
        case .notAcceptable: .notAcceptable
        case .bodyTooLarge: .bodyTooLarge
        case .mediaTypeUnsupported: .mediaTypeUnsupported
        case .invalid, .bodyUnreadable, .referenceRefused: .valueInvalid
        case .idempotencyKeyReused: .idempotencyKeyReused
        case .requestUnderWay: .requestUnderWay
        case .upgradeRequired: .upgradeRequired
        case .originRefused: .originRefused
        case .uploadsFull: .tooManyRequests
        case .stopping: .interrupted
        }
    }

    var status: Int {
        switch self {
        case .unauthenticated(nil), .loggedOut, .loginRefused(nil): 401
        case .unauthenticated, .limited, .loginRefused: 429
        case .scopeMissing, .formStale: 403
        case .noSuchRoute: 404
        case .methodNotAllowed: 405
        case .notAcceptable: 406
        case .bodyTooLarge: 413
        case .mediaTypeUnsupported: 415
        case .invalid, .bodyUnreadable: 400
        case .idempotencyKeyReused, .referenceRefused: 422
        case .requestUnderWay: 409
        case .upgradeRequired: 426
        case .originRefused: 403
        case .uploadsFull: 503
        case .stopping: 503
        }
    }

    package var summary: String {
        switch self {
        // The same words for a key that is missing, wrong, expired or revoked.
        case .unauthenticated: "This needs an API key, and the request has none that is valid."
        case .loggedOut: "Nobody is logged in here, or the session is over."
        case .formStale: "This form is not one of your session."
        case .loginRefused(nil): "There is no such key, or it has ended."
        case .loginRefused: "Too many logins failed."
        case .limited: "This key has made more requests than it may."
        case .scopeMissing(let scope): "The key lacks the scope “\(scope.rawValue)”."
        case .noSuchRoute(let path): "There is nothing at \(path.visible)."
        case .methodNotAllowed(let method, _): "\(method) does nothing here."
        case .notAcceptable(let offered): "The answer is \(offered), which the request does not accept."
        case .bodyTooLarge(let limit): "The body has more than \(limit) bytes."
        case .mediaTypeUnsupported(let type, let wanted): "A body of the type “\((type ?? "").visible)” is not taken here, but \(wanted)."
        case .invalid(let field, let value, let problem): "\(field) is “\(String(value.prefix(100)).visible)”, but has to be \(problem)."
        case .bodyUnreadable(let problem): "The body cannot be read: \(problem)."
        case .idempotencyKeyReused: "This idempotency key belongs to another request."
        case .requestUnderWay: "A request with this idempotency key is under way."
        case .referenceRefused(let reference): "No file is submitted by the reference “\(String(reference.prefix(100)).visible)” here."
        case .upgradeRequired: "Here is a WebSocket, and the request asks for none that can be had."
        case .originRefused: "The page that asks belongs to another server."
        case .uploadsFull: "This server receives as many files as it may at a time."
        case .stopping: "This process is stopping."
        }
    }

    package var remedy: String? {
        switch self {
        case .unauthenticated: "Send the header “Authorization: Bearer rfk_…”."
        case .loggedOut: "Log in with an API key."
        case .formStale: "Load the page again, and send the form once more."
        case .loginRefused(nil): "Look at the key again; whoever runs this server makes them."
        case .loginRefused(let wait?): "Try again in \(NumberFormat.duration(seconds: wait.inSeconds.rounded(.up)))."
        case .limited, .requestUnderWay, .uploadsFull, .stopping: "Ask again later."
        case .scopeMissing: "Use a key that has it: the scopes of a key do not change, and whoever runs this server makes another."
        case .noSuchRoute: "All addresses stand in /openapi.yaml."
        case .methodNotAllowed(_, let allowed): "It takes \(allowed.joined(separator: ", "))."
        case .bodyTooLarge: "Cut the file into several."
        case .idempotencyKeyReused: "Make a new key for every request, and the same one only for asking it again."
        case .referenceRefused: "Send the file itself, or name one below the directory that whoever runs this server has set."
        case .upgradeRequired: "Connect with a WebSocket client (version 13) over HTTP/1.1, as the first request of its connection."
        case .originRefused: "Open the page of this server, or have the proxy in front pass the header Host on."
        case .notAcceptable, .mediaTypeUnsupported, .invalid, .bodyUnreadable: nil
        }
    }

    /// When to come back.
    var retryAfter: Duration? {
        switch self {
        case .unauthenticated(let wait), .loginRefused(let wait): wait
        case .limited(let wait): wait
        case .requestUnderWay, .stopping: .seconds(1)
        case .uploadsFull: .seconds(5)
        default: nil
        }
    }
}
