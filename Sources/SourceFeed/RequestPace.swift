internal import RefineryModel

/// How long the next request has to wait: a bucket that holds `burst` requests and fills by so many a minute.
package struct RequestPace: Sendable {
    private let perMinute: Double
    private let burst: Double
    private var left: Double
    private var asOf: Duration = .zero

    package init(perMinute: Int, burst: Int) {
        precondition(perMinute > 0 && burst > 0, "somebody may ask at some time")
        self.perMinute = Double(perMinute)
        self.burst = Double(burst)
        left = Double(burst)
    }

    /// Takes one request out of the bucket.
    /// - Parameter now: Time since a moment that stays the same; it never goes back.
    /// - Returns: How long it has to wait.
    package mutating func take(now: Duration) -> Duration {
        left = min(burst, left + (now - asOf).inSeconds * perMinute / 60)
        asOf = now
        left -= 1
        return left >= 0 ? .zero : .seconds(-left * 60 / perMinute)
    }
}
