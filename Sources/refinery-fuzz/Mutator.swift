/// Damages texts: the same seed gives the same damage.
struct Mutator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }

    mutating func isOneIn(_ count: Int) -> Bool { below(count) == 0 }

    mutating func choice<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// A few changes of `bytes`, or none: bytes lost, repeated, moved, exchanged, and what matters to readers put in between.
    mutating func damaged(_ bytes: [UInt8], with tokens: [[UInt8]]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<below(6) {
            let start = below(bytes.count + 1)
            let end = min(bytes.count, start + below(isOneIn(4) ? 200 : 8))
            switch below(7) {
            case 0: bytes.removeSubrange(start..<end)
            case 1: bytes.insert(contentsOf: bytes[start..<end], at: below(bytes.count + 1))
            case 2: bytes.insert(contentsOf: choice(tokens), at: start)
            case 3: bytes.replaceSubrange(start..<end, with: choice(tokens))
            case 4: if start < bytes.count { bytes[start] = UInt8(truncatingIfNeeded: next()) }
            case 5: if start < bytes.count { bytes[start] ^= 1 << UInt8(below(8)) }
            default: bytes.insert(contentsOf: [UInt8](repeating: choice(choice(tokens)), count: below(150)), at: start)
            }
        }
        return bytes
    }
}
