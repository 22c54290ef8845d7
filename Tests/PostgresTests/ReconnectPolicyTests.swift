import Postgres
import Testing

@Suite("ReconnectPolicy") struct ReconnectPolicyTests {
    @Test("waits at most base × 2^(n−1), never more than the ceiling", arguments: [(1, 50), (2, 100), (5, 800), (8, 5000), (1000, 5000)])
    func bound(attempt: Int, milliseconds: Int) {
        let policy = ReconnectPolicy(base: .milliseconds(50), ceiling: .seconds(5))
        var rng = SystemRandomNumberGenerator()
        let delays = (0..<2000).map { _ in policy.delay(attempt: attempt, using: &rng) }
        #expect(delays.allSatisfy { $0 >= .zero && $0 <= .milliseconds(milliseconds) })
        // Full jitter uses the whole range: 2000 draws leave neither end of it empty.
        #expect(delays.min()! < .milliseconds(milliseconds) / 10)
        #expect(delays.max()! > .milliseconds(milliseconds) / 10 * 9)
    }
}
