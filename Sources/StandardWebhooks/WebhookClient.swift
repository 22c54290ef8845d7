internal import HTTPClient
package import RefineryModel

/// Sends messages to webhooks. An address that only this network knows is refused unless the webhook may have one, and that is looked at when a
/// connection is made, whatever its name was a moment before.
package struct WebhookClient: WebhookTransport {
    /// Apart, since one must not use a connection that the other made.
    private let everywhere: HTTPClient
    private let outside: HTTPClient
    private let now: @Sendable () -> Int64

    /// - Parameter timeout: The longest that one request may take.
    package init(timeout: Duration = .seconds(15), now: @escaping @Sendable () -> Int64 = SignedMessage.now) {
        // Nobody reads what a receiver says beside its status.
        var configuration = HTTPClientConfiguration(timeout: timeout, maxConnectionsPerHost: 4, maxResponseBytes: 64 << 10)
        everywhere = HTTPClient(configuration)
        configuration.reachesPrivateAddresses = false
        outside = HTTPClient(configuration)
        self.now = now
    }

    package func send(_ message: WebhookMessage) async -> WebhookOutcome {
        guard let key = WebhookKey(message.secret) else {
            return .failed(status: nil, reason: "Its secret is no key: \(WebhookKey.form).", after: nil)
        }
        let request = SignedMessage.request(
            to: message.url, id: message.id, type: message.type, happened: message.timestamp, data: message.data, key: key, seconds: now())
        do {
            let response = try await (message.allowsPrivate ? everywhere : outside).send(request)
            return Self.outcome(of: response)
        } catch .responseTooLarge {
            // It was taken, or not: the status is not known. Whoever answers with a book repeats it, and the receiver knows it again.
            return .failed(status: nil, reason: "The answer is too long.", after: nil)
        } catch {
            return .failed(status: nil, reason: error.summary, after: nil)
        }
    }

    private static func outcome(of response: HTTPResponse) -> WebhookOutcome {
        switch response.status {
        case 200..<300: .delivered(status: response.status)
        case 410: .gone(status: response.status)
        case 300..<400:
            .failed(
                status: response.status, reason: "It answers with a redirect, which is never followed: give the address it leads to.",
                after: nil)
        default: .failed(status: response.status, reason: "It answers with status \(response.status).", after: response.retryAfter)
        }
    }
}
