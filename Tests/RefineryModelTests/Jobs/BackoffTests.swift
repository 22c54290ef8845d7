import RefineryTestSupport
import Testing

@testable import RefineryModel

@Suite("Backoff") struct BackoffTests {
    @Test("doubles up to the ceiling", arguments: [(1, 2), (2, 4), (3, 8), (30, 600), (1_000_000, 600)])
    func bound(attempt: Int, seconds: Int) {
        #expect(Backoff(base: .seconds(2), ceiling: .seconds(600)).bound(attempt: attempt) == .seconds(seconds))
    }

    @Test("waits at least nothing, at most the bound, and uses all of the range") func jitter() {
        let seed = SeededGenerator.freshSeed()
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let base = Duration.milliseconds(Int.random(in: 1...5000, using: &generator))
            let ceiling = base * Int.random(in: 1...100, using: &generator)
            let backoff = Backoff(base: base, multiplier: Double.random(in: 1...4, using: &generator), ceiling: ceiling)
            let attempt = Int.random(in: 1...20, using: &generator)
            let bound = backoff.bound(attempt: attempt)
            #expect(bound <= ceiling && bound >= base, "seed \(seed)")
            #expect(backoff.bound(attempt: attempt + 1) >= bound, "seed \(seed)")
            let delays = (0..<100).map { _ in backoff.delay(attempt: attempt, using: &generator) }
            #expect(delays.allSatisfy { $0 >= .zero && $0 <= bound }, "seed \(seed)")
            #expect(delays.contains { $0 < bound * 0.3 } && delays.contains { $0 > bound * 0.7 }, "seed \(seed)")
        }
    }

    @Test("of nothing waits for nothing") func zero() {
        var generator = SeededGenerator(seed: 1)
        #expect(Backoff(base: .zero, ceiling: .seconds(5)).delay(attempt: 9, using: &generator) == .zero)
        #expect(Backoff(base: .seconds(9), ceiling: .seconds(5)).bound(attempt: 1) == .seconds(5))
    }

    @Test("durations are read in seconds and milliseconds") func units() {
        #expect(Duration.milliseconds(1500).inSeconds == 1.5)
        #expect(Duration.microseconds(2999).inMilliseconds == 2)
        #expect(Duration.seconds(-1).inMilliseconds == -1000)
    }
}
