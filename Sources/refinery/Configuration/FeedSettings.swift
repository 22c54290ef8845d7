internal import HTTPClient
internal import RefineryModel
internal import Secrets
internal import SourceFeed

/// Where `refinery fetch` downloads from, and under which account.
struct FeedSettings: Sendable {
    private var endpoint: String?
    private var authentication = FeedConfiguration.Authentication.none
    private var requestsPerMinute = 60
    private var burst = 10

    init(_ reader: EnvironmentReader) throws(ConfigurationError) {
        if let url = reader.text("SOURCE_API_URL") {
            guard url.hasPrefix("https://") || url.hasPrefix("http://"), !url.contains("@") else {
                throw .invalid(name: "SOURCE_API_URL", value: url, expected: "an address that begins with https://, without a user in it")
            }
            endpoint = url
        }
        requestsPerMinute = try reader.integer("SOURCE_API_PER_MINUTE", 1...1_000_000) ?? requestsPerMinute
        burst = try reader.integer("SOURCE_API_BURST", 1...1_000_000) ?? burst
        let header = reader.text("SOURCE_API_HEADER") ?? "X-API-Key"
        guard header.wholeMatch(of: /[A-Za-z0-9!#$%&'*+.^_`|~-]+/) != nil else {
            throw .invalid(name: "SOURCE_API_HEADER", value: header, expected: "the name of a header, such as X-API-Key")
        }
        let method = try reader.choice("SOURCE_API_AUTH", ["header", "bearer", "basic", "none"]) ?? "header"
        guard let key = reader.secret("SOURCE_API_KEY"), method != "none" else { return }
        switch method {
        case "bearer": authentication = .bearer(key)
        case "basic": authentication = .basic(key)
        default: authentication = .header(name: header, key: key)
        }
    }

    /// - Parameters:
    ///   - retry: How a page that could not be had is asked for again.
    ///   - attempts: How often, at least three times.
    /// - Throws: ``FeedFault/notConfigured``.
    func client(_ retry: Backoff, attempts: Int) throws(FeedFault) -> FeedClient {
        guard let endpoint else { throw .notConfigured }
        return FeedClient(
            http: HTTPClient(HTTPClientConfiguration(timeout: .seconds(300), maxResponseBytes: 1 << 30)),
            configuration: FeedConfiguration(
                endpoint: endpoint, authentication: authentication, requestsPerMinute: requestsPerMinute, burst: burst,
                attempts: max(3, attempts), retry: retry))
    }
}
