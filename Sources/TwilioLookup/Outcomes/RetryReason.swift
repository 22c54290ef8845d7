internal import HTTPClient

/// Why a lookup has no answer yet, and may have one when asked again after a while.
enum RetryReason: Sendable, Equatable {
    /// Twilio failed. `retryAfter` is how long it asks to wait.
    case serverError(status: Int, code: Int?, retryAfter: Duration?)
    /// One of Twilio's providers failed.
    case providerError(code: Int)
    /// Success without an answer in it: broken JSON, or a proxy's page.
    case unreadableAnswer
    case transport(HTTPClientError)

    /// What happened, for people.
    var summary: String {
        switch self {
        case .serverError(let status, let code, _): "Twilio failed with status \(status)\(code.map { " (error \($0))" } ?? "")."
        case .providerError(let code): "A provider of Twilio failed (error \(code))."
        case .unreadableAnswer: "The answer cannot be read."
        case .transport(let error): error.summary
        }
    }
}

extension RetryReason: CustomStringConvertible {
    var description: String { summary }
}
