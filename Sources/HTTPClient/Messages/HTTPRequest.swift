/// One request. Its description shows where it goes and nothing more: path, headers and body may hold personal data.
package struct HTTPRequest: Sendable {
    package var method: HTTPMethod
    /// Absolute, `http` or `https`, percent-encoded, with no user or password in it.
    package var url: String
    /// Sent in this order, beside those that every request has (`Host`, `User-Agent`, `Accept`, `Content-Length`); one of the same name
    /// takes its place.
    package var headers: [HTTPHeader]
    /// `nil` sends no body; an empty one sends `Content-Length: 0`. No `Content-Type` is made up.
    package var body: [UInt8]?
    /// Sent piece by piece instead of ``body``; the request leaves at most once then, since nobody reads it twice.
    package var upload: HTTPUpload?
    /// Gets the body of an answer with a status of 200 to 299 piece by piece, on the client's thread, and the answer has none; `false` ends
    /// the exchange.
    package var onBody: (@Sendable (UnsafeRawBufferPointer) -> Bool)?
    /// Sent with the request at once, not after a challenge.
    package var credentials: BasicCredentials?
    /// The longest that the whole exchange may take, waiting for a free connection included; `nil` for the client's default.
    package var timeout: Duration?
    /// Whether the request leaves at most once.
    ///
    /// Otherwise a request that found its kept-alive connection closed by the server, before any byte of the answer, is sent again on a
    /// new one, which is right for what is safe to repeat. With `true` that is a ``HTTPClientError/connectionBroken(target:reason:mayHaveBeenSent:)``.
    package var isSentAtMostOnce: Bool

    package init(
        _ method: HTTPMethod = .get, _ url: String, headers: [HTTPHeader] = [], body: [UInt8]? = nil,
        credentials: BasicCredentials? = nil, timeout: Duration? = nil, isSentAtMostOnce: Bool = false
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.credentials = credentials
        self.timeout = timeout
        self.isSentAtMostOnce = isSentAtMostOnce
    }

    /// Scheme, host and port of the URL: all of it that messages may show.
    package var target: String { URLTarget(url).description }
}

extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "\(method.rawValue) \(target)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
