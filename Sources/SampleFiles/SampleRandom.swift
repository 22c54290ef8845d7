/// The SplitMix64 generator of Steele, Lea and Flood (2014): tiny, and the same on every machine.
///
/// Each row has generators of its own, seeded by what the row is, so any row can be made again without the rows before it.
package struct SampleRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    /// A generator for one topic of one item: different topics of the same item share nothing.
    package init(seed: UInt64, item: Int, topic: SampleTopic) {
        var mixed = SampleRandom(seed: seed ^ topic.rawValue)
        state = mixed.next() &+ UInt64(item) &* 0xD1B5_4A32_D192_ED03
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Uniform in `0..<bound`, by multiplication; the bias is below `bound / 2^64`.
    package mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// True in `share` of a thousand draws.
    package mutating func chance(perMille share: Int) -> Bool {
        below(1000) < share
    }

    /// One element of a list that is not empty.
    package mutating func pick<Element>(_ list: [Element]) -> Element {
        list[below(list.count)]
    }

    /// Uniform in `0..<1`, with 53 bits.
    package mutating func fraction() -> Double {
        Double(next() >> 11) * 0x1p-53
    }
}

/// What a row's generator decides; the raw values only have to differ.
package enum SampleTopic: UInt64, Sendable {
    case kind = 0x243F_6A88_85A3_08D3
    case target = 0x1319_8A2E_0370_7344
    case grouping = 0xA409_3822_299F_31D0
    case company = 0x082E_FA98_EC4E_6C89
    case name = 0xC0AC_29B7_C97C_50DD
    case address = 0x3F84_D5B5_B547_0917
    case facts = 0x9216_D5D9_8979_FB1B
    case contact = 0x4528_21E6_38D0_1377
    case form = 0xBE54_66CF_34E9_0C6C
}
