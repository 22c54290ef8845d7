/// How long to wait before connecting again.
package struct ReconnectPolicy: Sendable {
    package var base: Duration
    package var ceiling: Duration

    package init(base: Duration = .milliseconds(50), ceiling: Duration = .seconds(5)) {
        self.base = base
        self.ceiling = ceiling
    }

    /// Full jitter: uniform in `0...min(ceiling, base × 2^(attempt − 1))`, so that a restarted server is not met by a wave.
    package func delay(attempt: Int, using rng: inout some RandomNumberGenerator) -> Duration {
        precondition(attempt >= 1, "attempts count from 1")
        let bound = min(ceiling, base * (1 << min(attempt - 1, 20)))
        return bound * Double.random(in: 0...1, using: &rng)
    }
}
