/// A message to a webhook, as Standard Webhooks 1.0 has it.
package struct WebhookMessage: Sendable {
    /// The same however often it is sent: what a receiver knows it again by.
    package let id: String
    package let url: String
    /// `whsec_` and base64.
    package let secret: String
    package let type: String
    /// When it happened, ISO 8601.
    package let timestamp: String
    package let data: JSONValue
    /// Whether it may go to an address that only this network knows.
    package let allowsPrivate: Bool

    package init(id: String, url: String, secret: String, type: String, timestamp: String, data: JSONValue, allowsPrivate: Bool) {
        self.id = id
        self.url = url
        self.secret = secret
        self.type = type
        self.timestamp = timestamp
        self.data = data
        self.allowsPrivate = allowsPrivate
    }
}

/// What came of sending a message once.
package enum WebhookOutcome: Sendable, Equatable {
    case delivered(status: Int)
    /// It did not work, and may work later.
    /// - after: How long the receiver asks to wait.
    case failed(status: Int?, reason: String, after: Duration?)
    /// The receiver wants nothing more, ever.
    case gone(status: Int)
}

/// Sends messages.
package protocol WebhookTransport: Sendable {
    /// Sends a message once. Never throws: whatever happens is an outcome.
    func send(_ message: WebhookMessage) async -> WebhookOutcome
}

/// When a message is sent again that did not arrive.
package enum WebhookSchedule {
    /// From attempt to attempt, as Standard Webhooks 1.0 recommends: over three days.
    package static let delays: [Duration] = [
        .seconds(5), .seconds(5 * 60), .seconds(30 * 60), .seconds(2 * 3600), .seconds(5 * 3600), .seconds(10 * 3600), .seconds(14 * 3600),
        .seconds(20 * 3600), .seconds(24 * 3600),
    ]

    /// How long to wait after attempt `step`, which counts from 1; nil: it was the last one. Up to a tenth longer than the schedule says, so that
    /// messages that failed together do not come again together.
    /// - Parameter wanted: How long the receiver asks to wait; a day at most is believed.
    package static func delay(afterStep step: Int, wanted: Duration?, using generator: inout some RandomNumberGenerator) -> Duration? {
        guard step >= 1, step <= delays.count else { return nil }
        let delay = delays[step - 1] * Double.random(in: 1...1.1, using: &generator)
        return max(delay, min(wanted ?? .zero, .seconds(86_400)))
    }
}
