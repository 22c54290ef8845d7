/// How the simulator behaves under load: what flags set at the start and `PUT /_control` changes while it runs.
///
/// The names in JSON are those of ``CodingKeys``; the flags are the same with dashes. Shares lie in 0…1 and are drawn for each request that is
/// admitted, at most one outcome a request, so their sum is at most 1.
package struct Behaviour: Codable, Equatable, Sendable {
    /// Time from arrival to answer, in milliseconds; the shortest when ``latencyMaxMilliseconds`` is set, the median with ``latencyP99Milliseconds``.
    package var latencyMilliseconds: Double = 0
    /// Latency is uniform from ``latencyMilliseconds`` to this.
    package var latencyMaxMilliseconds: Double?
    /// Latency is lognormal with the median ``latencyMilliseconds`` and this 99th percentile.
    package var latencyP99Milliseconds: Double?
    /// Requests of one account in progress at once; one more is answered 429 with code 20429. `nil`: no limit.
    package var concurrencyLimit: Int?
    /// The header Retry-After of every 429, in seconds. `nil`: no such header.
    package var retryAfter: Int?
    /// Whether answers leave out the header Twilio-Concurrent-Requests, which Twilio need not send.
    package var hideConcurrency: Bool = false
    /// Share of requests refused with 429 whatever is in progress.
    package var rate429: Double = 0
    /// Share of requests answered ``failStatus``.
    package var rate5xx: Double = 0
    package var failStatus: Int = 503
    /// The next so many requests are answered ``failStatus``; counts down.
    package var failRequests: Int = 0
    /// For so many seconds after it was set, every request is answered ``failStatus``; `GET /_control` shows what is left.
    package var failSeconds: Double = 0
    /// Share of answers with an error code in their packages.
    package var ratePackageError: Double = 0
    package var packageErrorCode: Int = 60_600
    package var rateBrokenJSON: Double = 0
    package var rateReset: Double = 0
    package var rateDrip: Double = 0
    package var rateSlow: Double = 0
    /// Bytes of each piece of a dripping answer, and the pause between two pieces.
    package var dripBytes: Int = 64
    package var dripMilliseconds: Double = 50
    /// When a slow answer comes.
    package var slowMilliseconds: Double = 10_000
    /// Whether an answer about an invalid number costs as much as one about a valid number.
    package var billInvalid: Bool = false
    /// Draws of the shares and of latency: the same for the same seed and the same place in the order of arrival.
    package var seed: UInt64 = 1

    package init() {}

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case latencyMilliseconds = "latency_ms"
        case latencyMaxMilliseconds = "latency_max_ms"
        case latencyP99Milliseconds = "latency_p99_ms"
        case concurrencyLimit = "concurrency_limit"
        case retryAfter = "retry_after"
        case hideConcurrency = "hide_concurrency"
        case rate429 = "rate_429"
        case rate5xx = "rate_5xx"
        case failStatus = "fail_status"
        case failRequests = "fail_requests"
        case failSeconds = "fail_seconds"
        case ratePackageError = "rate_package_error"
        case packageErrorCode = "package_error_code"
        case rateBrokenJSON = "rate_broken_json"
        case rateReset = "rate_reset"
        case rateDrip = "rate_drip"
        case rateSlow = "rate_slow"
        case dripBytes = "drip_bytes"
        case dripMilliseconds = "drip_ms"
        case slowMilliseconds = "slow_ms"
        case billInvalid = "bill_invalid"
        case seed
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(latencyMilliseconds, forKey: .latencyMilliseconds)
        // What is not set is shown as null, so that every name can be seen.
        try container.encode(latencyMaxMilliseconds, forKey: .latencyMaxMilliseconds)
        try container.encode(latencyP99Milliseconds, forKey: .latencyP99Milliseconds)
        try container.encode(concurrencyLimit, forKey: .concurrencyLimit)
        try container.encode(retryAfter, forKey: .retryAfter)
        try container.encode(hideConcurrency, forKey: .hideConcurrency)
        try container.encode(rate429, forKey: .rate429)
        try container.encode(rate5xx, forKey: .rate5xx)
        try container.encode(failStatus, forKey: .failStatus)
        try container.encode(failRequests, forKey: .failRequests)
        try container.encode(failSeconds, forKey: .failSeconds)
        try container.encode(ratePackageError, forKey: .ratePackageError)
        try container.encode(packageErrorCode, forKey: .packageErrorCode)
        try container.encode(rateBrokenJSON, forKey: .rateBrokenJSON)
        try container.encode(rateReset, forKey: .rateReset)
        try container.encode(rateDrip, forKey: .rateDrip)
        try container.encode(rateSlow, forKey: .rateSlow)
        try container.encode(dripBytes, forKey: .dripBytes)
        try container.encode(dripMilliseconds, forKey: .dripMilliseconds)
        try container.encode(slowMilliseconds, forKey: .slowMilliseconds)
        try container.encode(billInvalid, forKey: .billInvalid)
        try container.encode(seed, forKey: .seed)
    }
}
