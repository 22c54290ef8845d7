internal import Simulation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The random numbers of one request: a pure function of the seed and of its place in the order of arrival.
struct Draw: Sendable {
    private let word: UInt64

    init(seed: UInt64, ordinal: Int) { word = NumberHash.of(NumberHash.of(seed) ^ UInt64(truncatingIfNeeded: ordinal)) }

    /// Uniform in 0..<1, decides what becomes of the request.
    var outcome: Double { Self.unit(word) }

    /// How long the answer to this request takes.
    func latency(_ behaviour: Behaviour) -> Duration {
        let low = behaviour.latencyMilliseconds
        let milliseconds: Double
        if let high = behaviour.latencyMaxMilliseconds {
            milliseconds = low + (high - low) * Self.unit(NumberHash.of(word))
        } else if let p99 = behaviour.latencyP99Milliseconds {
            // 2.326348 is the 99th percentile of the standard normal distribution; two uniforms make one normal (Box and Muller).
            let first = 1 - Self.unit(NumberHash.of(word))
            let second = Self.unit(NumberHash.of(word &+ 1))
            let normal = (-2 * log(first)).squareRoot() * cos(2 * Double.pi * second)
            milliseconds = low * exp(log(p99 / low) / 2.326_348 * normal)
        } else {
            milliseconds = low
        }
        return .microseconds(Int64(milliseconds * 1_000))
    }

    private static func unit(_ word: UInt64) -> Double { Double(word >> 11) * 0x1p-53 }
}
