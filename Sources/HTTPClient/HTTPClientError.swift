/// Why a request has no answer. No path, query, header or body in any description: they may hold personal data.
///
/// `target` is scheme, host and port; `reason` is libcurl's.
package enum HTTPClientError: Error, Sendable, Equatable {
    /// The request cannot be sent by anyone: a defect of its URL, headers or credentials.
    case invalidRequest(reason: String)
    /// The name of the server, or of the proxy, has no address.
    case cannotResolve(target: String, reason: String)
    /// No connection came about.
    case cannotConnect(target: String, reason: String)
    /// The name stands for an address that only this machine or its network knows, and the client does not go there.
    case addressRefused(target: String)
    /// The server's certificate is not trusted, or no common way to encrypt was found.
    case untrusted(target: String, reason: String)
    /// Too late: not sent means that no connection came about or was free in time.
    case timedOut(target: String, after: Duration, mayHaveBeenSent: Bool)
    /// The connection ended before the answer did.
    case connectionBroken(target: String, reason: String, mayHaveBeenSent: Bool)
    /// The answer is longer than the client accepts.
    case responseTooLarge(target: String, limitBytes: Int)
    /// The task was cancelled.
    case cancelled(mayHaveBeenSent: Bool)
    /// The client was shut down by this program.
    case shutDown(mayHaveBeenSent: Bool)

    /// Whether the server may have seen the request: `false` is certain, so nothing was done or billed.
    package var mayHaveBeenSent: Bool {
        switch self {
        case .invalidRequest, .cannotResolve, .cannotConnect, .addressRefused, .untrusted: false
        case .responseTooLarge: true
        case .timedOut(_, _, let sent), .connectionBroken(_, _, let sent), .cancelled(let sent), .shutDown(let sent): sent
        }
    }

    /// What happened, for people.
    package var summary: String {
        switch self {
        case .invalidRequest(let reason): "The request cannot be sent: \(reason)"
        case .cannotResolve(let target, let reason): "\(target) cannot be found: \(reason)"
        case .cannotConnect(let target, let reason): "Cannot connect to \(target): \(reason)"
        case .addressRefused(let target): "\(target) is an address of this machine or of its network, where nothing may be sent."
        case .untrusted(let target, let reason): "The encrypted connection to \(target) is not trusted: \(reason)"
        case .timedOut(let target, let after, true): "\(target) gave no complete answer within \(after)."
        case .timedOut(let target, let after, false): "No connection to \(target) came about or was free within \(after)."
        case .connectionBroken(let target, let reason, _): "The connection to \(target) broke: \(reason)"
        case .responseTooLarge(let target, let limit): "The answer of \(target) is longer than \(limit) bytes."
        case .cancelled: "The request was cancelled."
        case .shutDown: "The HTTP client is shut down."
        }
    }

    /// What to do about it, if there is something.
    package var remedy: String? {
        switch self {
        case .invalidRequest: "Correct the URL, headers and credentials that the configuration gives."
        case .cannotResolve: "Check the host name, the name service of this machine and the proxy variables."
        case .cannotConnect:
            "Check that the server runs, that host and port are right, and that a firewall or proxy lets the connection pass."
        case .addressRefused: "Give an address that the whole internet knows, or allow private ones."
        case .untrusted:
            "Check the clock and the certificate authorities of this machine; a proxy that opens TLS needs its authority added."
        case .timedOut: "Check the network and the load of the server, or raise the timeout."
        case .connectionBroken: "Try again; when it lasts, look at the server's log."
        case .responseTooLarge: "Check that the URL is the one that is meant."
        case .cancelled, .shutDown: nil
        }
    }

    /// Whether the same request may succeed later. Repeat only what is safe to repeat, unless ``mayHaveBeenSent`` is `false`.
    package var isTransient: Bool {
        switch self {
        case .cannotResolve, .cannotConnect, .addressRefused, .timedOut, .connectionBroken: true
        case .invalidRequest, .untrusted, .responseTooLarge, .cancelled, .shutDown: false
        }
    }
}

extension HTTPClientError: CustomStringConvertible {
    package var description: String { summary }
}
