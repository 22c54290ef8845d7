/// How long to wait before something is tried again: exponential with full jitter, so retries never arrive as a wave.
///
/// Source: M. Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015.
package struct Backoff: Sendable, Equatable {
    /// The ceiling of the first delay.
    package var base: Duration
    /// What the ceiling grows by with each attempt.
    package var multiplier: Double
    /// No delay is longer.
    package var ceiling: Duration

    package init(base: Duration, multiplier: Double = 2, ceiling: Duration) {
        precondition(base >= .zero && ceiling >= .zero && multiplier >= 1, "a backoff never shrinks and never waits less than nothing")
        self.base = base
        self.multiplier = multiplier
        self.ceiling = ceiling
    }

    /// Uniform in `0...min(ceiling, base × multiplier^(attempt − 1))`.
    /// - Parameter attempt: How often it was tried already, from 1.
    package func delay(attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        let bound = bound(attempt: attempt)
        return min(bound, .seconds(Double.random(in: 0...bound.inSeconds, using: &generator)))
    }

    /// The longest delay that ``delay(attempt:using:)`` can give.
    package func bound(attempt: Int) -> Duration {
        precondition(attempt >= 1, "attempts count from 1")
        var seconds = base.inSeconds
        for _ in 1..<attempt where seconds < ceiling.inSeconds { seconds *= multiplier }
        // The limits as they were given: going through seconds with fractions could be an attosecond off.
        return seconds >= ceiling.inSeconds ? ceiling : max(base, .seconds(seconds))
    }
}
