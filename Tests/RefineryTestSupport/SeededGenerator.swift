/// SplitMix64: the same numbers for the same seed. A random test says its seed in every expectation.
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// The seed of this run: `REFINERY_TEST_SEED` to run a failed test again, else a new one.
    package static func freshSeed() -> UInt64 {
        environmentVariable("REFINERY_TEST_SEED").flatMap { UInt64($0) } ?? .random(in: 0...UInt64.max)
    }
}
