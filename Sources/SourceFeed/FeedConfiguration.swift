package import RefineryModel
package import Secrets

/// Where a vendor offers its list for download, under which account, and how fast it may be asked for.
package struct FeedConfiguration: Sendable {
    /// How the key is sent.
    package enum Authentication: Sendable {
        case none
        /// In a header of its own.
        case header(name: String, key: Secret)
        case bearer(Secret)
        /// `user:password` (RFC 7617).
        case basic(Secret)
    }

    /// The first page: `http` or `https`.
    package var endpoint: String
    package var authentication: Authentication
    package var requestsPerMinute: Int
    /// Requests that may go at once after a rest.
    package var burst: Int
    /// How often a page is asked for before the download is given up.
    package var attempts: Int
    package var retry: Backoff

    package init(
        endpoint: String, authentication: Authentication = .none, requestsPerMinute: Int = 60, burst: Int = 10, attempts: Int = 5,
        retry: Backoff = Backoff(base: .seconds(1), ceiling: .seconds(60))
    ) {
        self.endpoint = endpoint
        self.authentication = authentication
        self.requestsPerMinute = requestsPerMinute
        self.burst = burst
        self.attempts = attempts
        self.retry = retry
    }
}
